package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.ReferrerPublisher;
import dev.referrers.Referrers;
import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the peers only olareg has pages. */
class PagingInterop {

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

  private static List<Attestation> large() {
    List<Attestation> all = new ArrayList<>();
    for (int i = 0; i < REFERRERS; i++) {
      all.add(Sbom.of(Sbom.SPDX, i + "-" + "x".repeat(100_000)));
    }
    return all;
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
