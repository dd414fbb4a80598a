package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Publication;
import dev.referrers.ReferrerPublisher;
import dev.referrers.Referrers;
import dev.referrers.ReferrersQuery;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other clients find what we publish, and we find what they attach. */
class ClientsInterop {

  @TempDir Path data;
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "cue", "distribution"})
  void othersListWhatWePublish(String kind) throws IOException {
    try (Peer peer = Peer.start(kind, data)) {
      Publication done = publish(peer);
      String image = peer.host() + "/acme/api:1.0";

      String oras = Client.oras(home).run("discover", image, "--format", "json");
      String regctl =
          Client.regctl(home, peer).run("artifact", "list", image, "--format", "{{json .}}");

      assertThat(oras).contains(told(done)).contains(Sbom.SPDX, "revision-a");
      assertThat(regctl).contains(told(done)).contains(Sbom.SPDX, "revision-a");
    }
  }

  /** Its list tells every referrer's type wrong, so only the manifest does. */
  @ParameterizedTest
  @ValueSource(strings = "ggcr-referrers")
  void othersListWhatWePublish_withoutItsType(String kind) throws IOException {
    try (Peer peer = Peer.start(kind, data)) {
      Publication done = publish(peer);
      String image = peer.host() + "/acme/api:1.0";

      String oras = Client.oras(home).run("discover", image, "--format", "json");
      String regctl =
          Client.regctl(home, peer).run("artifact", "list", image, "--format", "{{json .}}");

      assertThat(oras).contains(told(done), "revision-a");
      assertThat(regctl).contains(told(done), "revision-a");
    }
  }

  @ParameterizedTest
  @CsvSource({"olareg,false", "cue,false", "ggcr-referrers,false", "distribution,true"})
  void craneReadsTheManifest_andSeesATagWhereThereIsNoApi(String kind, boolean tag)
      throws IOException {
    try (Peer peer = Peer.start(kind, data)) {
      Publication done = publish(peer);
      Client crane = Client.crane(home);
      String repository = peer.host() + "/acme/api";
      String referrersTag = "sha256-" + done.subject().digest().encoded();

      assertThat(crane.run("manifest", repository + "@" + told(done)))
          .contains(done.subject().digest().toString(), Sbom.SPDX, "revision-a");
      assertThat(crane.run("ls", repository).lines().toList().contains(referrersTag))
          .isEqualTo(tag);
      if (tag) {
        assertThat(crane.run("manifest", repository + ":" + referrersTag))
            .contains(told(done), Sbom.SPDX, "revision-a");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "cue", "ggcr-referrers", "distribution", "olareg-noreferrers"})
  void weListWhatOthersAttach(String kind) throws IOException {
    try (Peer peer = Peer.start(kind, data)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      String reference = peer.host() + "/acme/api:1.0";
      String file = Files.writeString(home.resolve("report.txt"), "fine").getFileName().toString();
      Client.oras(home)
          .run("attach", reference, file, "--artifact-type", "text/x-oras", "--annotation", "by=o");
      Client.regctl(home, peer)
          .run(
              "artifact",
              "put",
              "--subject",
              reference,
              "--file",
              file,
              "--artifact-type",
              "text/x-regctl",
              "--annotation",
              "by=r");

      var found =
          Referrers.in(repository).of(image.digest(), ReferrersQuery.ALL.withChecks()).toList();

      assertThat(found)
          .extracting(
              each -> each.descriptor().artifactType() + each.descriptor().annotations().get("by"))
          .containsExactlyInAnyOrder("text/x-oraso", "text/x-regctlr");
    }
  }

  private static String told(Publication publication) {
    return publication.manifest().digest().toString();
  }

  private static Publication publish(Peer peer) throws IOException {
    Repository repository = peer.repository("acme/api");
    Descriptor image = Images.push(repository, "1.0");
    return ReferrerPublisher.into(repository)
        .build()
        .publish(image, Sbom.of(Sbom.SPDX, "revision-a"));
  }
}
