package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.referrers.Discovery;
import dev.referrers.Publication;
import dev.referrers.ReferrerPublisher;
import dev.referrers.Referrers;
import dev.referrers.error.UndeterminedException;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Registries that ask for a password, or for a token of their token server. */
@ParameterizedClass
@CsvSource({"olareg,basic", "olareg,token", "distribution,basic"})
class CredentialsInterop {

  private final Peer peer;

  CredentialsInterop(String kind, String auth, @TempDir Path directory) {
    this.peer = Peer.start(kind, directory, "--auth", auth);
  }

  @AfterEach
  void stop() {
    peer.close();
  }

  @Test
  void publishesAndDiscoversWithCredentials() throws IOException {
    Publication done = publish();

    assertThat(referrers(repository(Peer.PASSWORD), done).toList())
        .extracting(referrer -> referrer.descriptor().digest())
        .containsExactly(done.manifest().digest());
  }

  @Test
  void wrongCredentialsAreAnErrorNotAnEmptyList() throws IOException {
    var discovery = referrers(repository("wrong"), publish());

    assertThatExceptionOfType(UndeterminedException.class)
        .isThrownBy(discovery::toList)
        .havingCause()
        .withMessageNotContaining("wrong");
  }

  @Test
  void noCredentialsAreAnErrorNotAnEmptyList() throws IOException {
    var discovery = referrers(peer.repository("acme/api"), publish());

    assertThatExceptionOfType(UndeterminedException.class).isThrownBy(discovery::toList);
  }

  private Publication publish() throws IOException {
    Repository repository = repository(Peer.PASSWORD);
    Descriptor image = Images.push(repository, "1.0");
    return ReferrerPublisher.into(repository).build().publish(image, Sbom.of(Sbom.SPDX, "a"));
  }

  private static Discovery referrers(Repository repository, Publication publication) {
    return Referrers.in(repository).of(publication.subject().digest());
  }

  private Repository repository(String password) {
    return peer.client()
        .credentials(Credentials.basic(peer.host(), Peer.USER, password))
        .build()
        .repository("acme/api");
  }
}
