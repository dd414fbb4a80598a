package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists what other tools left under a referrers tag: always what the manifests say themselves. */
class DiscoveryVectorsTest {

  private static final Path VECTORS = Path.of("src/test/resources/vectors");
  private static final Digest IMAGE =
      Digest.parse("sha256:f212bf085cea246a39e65b6b596acdbc6de090869577e51c53cc61165e4acc14");
  private static final Behaviour NO_API = Behaviour.specified().withoutReferrersApi();

  /** The count is of manifests that have to be fetched since their entries can't be trusted. */
  @ParameterizedTest
  @CsvSource({
    "oras-attach-tagschema, 0",
    "cosign3-attest-tagschema, 0",
    "cosign2-newbundle-tagschema, 2",
    "mixed-tagschema, 1"
  })
  void listsWhatTheManifestsSay(String name, int fetched) throws IOException {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      List<Manifest> manifests = load(fixture, name, IMAGE);

      List<Descriptor> found = DiscoveryFixture.descriptors(fixture.referrers().of(IMAGE).toList());

      assertThat(found.stream().map(DiscoveryVectorsTest::withoutAnnotations))
          .containsExactlyInAnyOrderElementsOf(
              about(manifests, IMAGE).map(DiscoveryVectorsTest::withoutAnnotations).toList());
      assertThat(fixture.registry.count(Route.GET_MANIFEST)).isEqualTo(1 + fetched);
    }
  }

  @ParameterizedTest
  @CsvSource({"cosign3-attest-tagschema", "cosign2-newbundle-tagschema", "mixed-tagschema"})
  void sortingByDateTakesAnnotationsFromTheManifests(String name) throws IOException {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      List<Manifest> manifests = load(fixture, name, IMAGE);

      ReferrersQuery newest = ReferrersQuery.ALL.sortedByNewest();
      List<Descriptor> found =
          DiscoveryFixture.descriptors(fixture.referrers().of(IMAGE, newest).toList());

      assertThat(found).containsExactlyInAnyOrderElementsOf(about(manifests, IMAGE).toList());
    }
  }

  @Test
  void regctlsTagOfASha512SubjectIsRead() throws IOException {
    Digest subject =
        about(manifests("regctl-sha512-tagschema"))
            .map(Descriptor::digest)
            .findFirst()
            .orElseThrow();
    try (var fixture = new DiscoveryFixture(NO_API)) {
      List<Manifest> manifests = load(fixture, "regctl-sha512-tagschema", subject);

      assertThat(subject.algorithm()).isEqualTo("sha512");
      assertThat(DiscoveryFixture.descriptors(fixture.referrers().of(subject).toList()))
          .containsExactlyElementsOf(about(manifests, subject).toList());
    }
  }

  /** The platform images of the index are no referrers of it. */
  @Test
  void cosignCopysTagIsTheImageAndNoList() throws IOException {
    Digest index =
        Digest.parse("sha256:145fd595d33b75a68ffe782a0427119bcbe795d96705e690c2f9bb0a1b95616c");
    try (var fixture = new DiscoveryFixture(NO_API)) {
      load(fixture, "cosign3-copy", index);
      fixture.stored.tag(ReferrersTag.of(index), index);

      DiscoveryReport report = fixture.referrers().of(index).report();

      assertThat(report.outcome()).isEqualTo(Outcome.NONE);
      assertThat(report.sources().get(1).note()).endsWith("it is the subject itself");
    }
  }

  private static List<Manifest> load(DiscoveryFixture fixture, String name, Digest subject)
      throws IOException {
    List<Manifest> manifests = manifests(name);
    for (Manifest manifest : manifests) {
      boolean list = manifest instanceof ImageIndex;
      fixture.stored.pushManifest(
          manifest.mediaType(), manifest.bytes(), list ? ReferrersTag.of(subject) : null);
    }
    return manifests;
  }

  private static List<Manifest> manifests(String name) throws IOException {
    List<Manifest> manifests = new ArrayList<>();
    try (Stream<Path> files = Files.list(VECTORS.resolve(name).resolve("manifests"))) {
      for (Path file : files.sorted().toList()) {
        ByteString bytes = ByteString.of(Files.readAllBytes(file));
        manifests.add(Manifest.parse(file.getFileName().toString(), null, bytes));
      }
    }
    return manifests;
  }

  private static Stream<Descriptor> about(List<Manifest> manifests) {
    return manifests.stream()
        .map(Manifest::subject)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull);
  }

  private static Stream<Descriptor> about(List<Manifest> manifests, Digest subject) {
    return manifests.stream()
        .filter(manifest -> about(List.of(manifest)).anyMatch(d -> d.digest().equals(subject)))
        .map(Manifest::asReferrer);
  }

  private static Descriptor withoutAnnotations(Descriptor descriptor) {
    return Descriptor.of(descriptor.mediaType(), descriptor.digest(), descriptor.size())
        .withArtifactType(descriptor.artifactType());
  }
}
