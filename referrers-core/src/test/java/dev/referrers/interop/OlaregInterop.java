package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.referrers.ReferrerPublisher;
import dev.referrers.Referrers;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.UndeterminedException;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Credentials;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages and credentials: of the peers only olareg has both. */
class OlaregInterop {

  private static final int REFERRERS = 60;

  @TempDir Path directory;

  @Test
  void readsEveryPage() throws IOException {
    try (Peer peer = Peer.start("olareg", directory)) {
      Set<Integer> pages = new ConcurrentSkipListSet<>();
      Repository repository = counting(peer, pages);
      Descriptor image = Images.push(repository, "1.0");
      // a page of olareg ends at 4 MiB, so 60 of 100 kB take two; it loses some of those that come
      // at once
      ReferrerPublisher.into(repository).maxParallel(1).build().publishAll(image, large());

      var found = Referrers.in(repository).of(image.digest()).toList();

      assertThat(found).hasSize(REFERRERS).doesNotHaveDuplicates();
      assertThat(pages).containsExactly(1, 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "token"})
  void publishesAndDiscoversWithCredentials(String auth) throws IOException {
    try (Peer peer = Peer.start("olareg", directory, "--auth", auth)) {
      Repository repository = repository(peer, Peer.PASSWORD);
      Descriptor image = Images.push(repository, "1.0");

      var done = ReferrerPublisher.into(repository).build().publish(image, Sbom.of(Sbom.SPDX, "a"));

      assertThat(Referrers.in(repository(peer, Peer.PASSWORD)).of(image.digest()).toList())
          .extracting(referrer -> referrer.descriptor().digest())
          .containsExactly(done.manifest().digest());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "token"})
  void wrongCredentialsAreAnErrorNotAnEmptyList(String auth) throws IOException {
    try (Peer peer = Peer.start("olareg", directory, "--auth", auth)) {
      Descriptor image = Images.push(repository(peer, Peer.PASSWORD), "1.0");

      var discovery = Referrers.in(repository(peer, "wrong")).of(image.digest());

      assertThatExceptionOfType(UndeterminedException.class)
          .isThrownBy(discovery::toList)
          .havingCause()
          .withMessageNotContaining("wrong");
    }
  }

  private static List<Attestation> large() {
    List<Attestation> all = new ArrayList<>();
    for (int i = 0; i < REFERRERS; i++) {
      all.add(Sbom.of(Sbom.SPDX, i + "-" + "x".repeat(100_000)));
    }
    return all;
  }

  private static Repository repository(Peer peer, String password) {
    return peer.client()
        .credentials(Credentials.basic(peer.host(), Peer.USER, password))
        .build()
        .repository("acme/api");
  }

  private static Repository counting(Peer peer, Set<Integer> pages) {
    var listener =
        new RegistryListener() {
          @Override
          public void pageRead(String repository, Digest subject, int page, int entries) {
            pages.add(page);
          }
        };
    return peer.client().listener(listener).build().repository("acme/api");
  }
}
