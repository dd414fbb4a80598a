package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Outcome;
import dev.referrers.Publication;
import dev.referrers.Publication.ListedBy;
import dev.referrers.Referrer;
import dev.referrers.ReferrerPublisher;
import dev.referrers.Referrers;
import dev.referrers.ReferrersQuery;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we publish to a real registry, a client of ours finds there that knows nothing. */
class RegistriesInterop {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "olareg,REFERRERS_API",
    "cue,REFERRERS_API",
    "ggcr-referrers,REFERRERS_API",
    "distribution,REFERRERS_TAG",
    "olareg-noreferrers,REFERRERS_TAG"
  })
  void findsWhatWasPublished(String kind, ListedBy listedBy) throws IOException {
    try (Peer peer = Peer.start(kind, directory)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");

      List<Publication> done =
          ReferrerPublisher.into(repository)
              .maxParallel(1)
              .build()
              .publishAll(image, List.of(Sbom.of(Sbom.SPDX, "a"), Sbom.of(Sbom.CYCLONEDX, "b")));

      assertThat(done).extracting(Publication::listedBy).containsOnly(listedBy);
      List<Referrer> found = Referrers.in(peer.repository("acme/api")).of(image.digest()).toList();
      assertThat(found)
          .extracting(referrer -> referrer.descriptor().annotations().get(Sbom.KEY))
          .containsExactlyInAnyOrder("a", "b");
      assertThat(digests(found)).containsExactlyInAnyOrderElementsOf(pushed(done));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "cue", "ggcr-referrers", "distribution", "olareg-noreferrers"})
  void keepsTheTypeThatIsAskedFor(String kind) throws IOException {
    try (Peer peer = Peer.start(kind, directory)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      var publisher = ReferrerPublisher.into(repository).build();
      publisher.publish(image, Sbom.of(Sbom.SPDX, "a"));
      Publication wanted = publisher.publish(image, Sbom.of(Sbom.CYCLONEDX, "b"));

      // ggcr lists every referrer under the media type of its config, so its lists need checks
      ReferrersQuery query = ReferrersQuery.ALL.withArtifactType(Sbom.CYCLONEDX).withChecks();
      List<Referrer> found =
          Referrers.in(peer.repository("acme/api")).of(image.digest(), query).toList();

      assertThat(digests(found)).containsExactly(wanted.manifest().digest());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "cue", "distribution", "olareg-noreferrers"})
  void trustsListsThatTellTheTypeRight(String kind) throws IOException {
    try (Peer peer = Peer.start(kind, directory)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      var publisher = ReferrerPublisher.into(repository).build();
      publisher.publish(image, Sbom.of(Sbom.SPDX, "a"));
      publisher.publish(image, Sbom.of(Sbom.CYCLONEDX, "b"));

      Referrers referrers = Referrers.in(peer.repository("acme/api"));

      assertThat(referrers.of(image.digest(), Sbom.SPDX).toList())
          .extracting(referrer -> referrer.descriptor().artifactType())
          .containsExactly(Sbom.SPDX);
      assertThat(referrers.of(image.digest(), "text/plain").outcome()).isEqualTo(Outcome.NONE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "cue", "ggcr-referrers", "distribution", "olareg-noreferrers"})
  void keepsWhatCarriesTheAnnotation(String kind) throws IOException {
    try (Peer peer = Peer.start(kind, directory)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      var publisher = ReferrerPublisher.into(repository).build();
      publisher.publish(image, Sbom.of(Sbom.SPDX, "a"));
      Publication wanted = publisher.publish(image, Sbom.of(Sbom.SPDX, "b"));

      ReferrersQuery query = ReferrersQuery.ALL.withAnnotation(Sbom.KEY, "b");
      List<Referrer> found =
          Referrers.in(peer.repository("acme/api")).of(image.digest(), query).toList();

      assertThat(digests(found)).containsExactly(wanted.manifest().digest());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"olareg", "distribution", "olareg-noreferrers"})
  void findsItAgainAfterARestart(String kind) throws IOException {
    try (Peer peer = Peer.start(kind, directory)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      var publisher = ReferrerPublisher.into(repository).build();
      Publication first = publisher.publish(image, Sbom.of(Sbom.SPDX, "a"));

      peer.restart();
      Publication second = publisher.publish(image, Sbom.of(Sbom.SPDX, "b"));

      assertThat(digests(Referrers.in(repository).of(image.digest()).toList()))
          .containsExactlyInAnyOrderElementsOf(pushed(List.of(first, second)));
    }
  }

  private static List<Digest> digests(List<Referrer> found) {
    return found.stream().map(referrer -> referrer.descriptor().digest()).toList();
  }

  private static List<Digest> pushed(List<Publication> publications) {
    return publications.stream().map(publication -> publication.manifest().digest()).toList();
  }
}
