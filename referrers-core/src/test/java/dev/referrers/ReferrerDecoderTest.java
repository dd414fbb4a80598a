package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.UnsignedStatement;
import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.util.List;
import okio.ByteString;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layouts of others that core reads, by what others wrote. */
class ReferrerDecoderTest {

  private static final Digest IMAGE =
      Digest.parse("sha256:f212bf085cea246a39e65b6b596acdbc6de090869577e51c53cc61165e4acc14");
  private static final String NOTATION = "application/vnd.cncf.notary.signature";
  private static final String THUMBPRINTS = "io.cncf.notary.x509chain.thumbprint#S256";

  @Test
  void readsBareStatementsOfBuildkit() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      StoredVector.load("hand-buildkit-index-subject", fixture.stored);
      var view = Attestations.in(fixture.repository).with(ReferrerDecoder.buildkit());

      List<Candidate> found =
          view.list(IMAGE, AttestationQuery.ALL.withPredicateType(PredicateTypes.SPDX));

      assertThat(fixture.asked()).containsExactly("GET referrers", "GET manifests");
      assertThat(found).singleElement().returns("buildkit", Candidate::layout);
      Attestation attestation = found.get(0).attestation();
      assertThat(attestation.content())
          .isInstanceOfSatisfying(
              UnsignedStatement.class,
              bare ->
                  assertThat(bare.payload().utf8()).startsWith("{\"_type\":\"https://in-toto.io"));
      assertThat(view.list(IMAGE, AttestationQuery.SIGNATURES)).isEmpty();
      assertThat(view.list(IMAGE, AttestationQuery.ALL.withPredicateType("cyclonedx"))).isEmpty();
    }
  }

  @Test
  void readsSignaturesOfNotationWithoutLookingInto() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      StoredVector.load("hand-notation-shape", fixture.stored);
      var view = Attestations.in(fixture.repository).with(ReferrerDecoder.notation());

      List<Candidate> found = view.list(IMAGE, AttestationQuery.SIGNATURES);

      assertThat(fixture.registry.requests()).hasSize(1);
      assertThat(found).hasSize(3).allMatch(each -> each.layout().equals("notation"));
      for (Candidate each : found) {
        var artifact = (Artifact) each.attestation().content();
        assertThat(artifact.artifactType()).isEqualTo(NOTATION);
        assertThat(artifact.files()).hasSize(1);
        assertThat(each.attestation().annotations().get(THUMBPRINTS)).startsWith("[\"236ee053");
      }
      assertThat(view.list(IMAGE, AttestationQuery.ATTESTATIONS)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "[\"ab\"]", "\"text\"", "[\"%1$s\",]", "[\"%1$s\"],[\"%1$s\"]"})
  void aSignatureOfNotationNeedsThumbprints(String thumbprints) throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      String bad = thumbprints.formatted("a".repeat(64));
      Candidate broken = notation(fixture, bad);

      assertThatThrownBy(broken::attestation)
          .isInstanceOf(MalformedContentException.class)
          .hasMessage(
              "Manifest %s: expected SHA-256 digests as a JSON array in the annotation %s but was %s"
                  .formatted(broken.descriptor().digest(), THUMBPRINTS, bad));
    }
  }

  @Test
  void thumbprintsMayBeOfEitherCase() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      String digests = "[ \"%s\", \"%s\" ]".formatted("a".repeat(64), "F".repeat(64));

      assertThat(notation(fixture, digests).attestation().content()).isInstanceOf(Artifact.class);
    }
  }

  @Test
  void readsFilesOfOrasWhenTheyAreOpened() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      StoredVector.load("oras-attach", fixture.stored);
      var view = Attestations.in(fixture.repository).with(ReferrerDecoder.plain());

      List<Candidate> found = view.list(IMAGE, AttestationQuery.ATTESTATIONS);

      assertThat(fixture.registry.requests()).hasSize(1);
      assertThat(found).hasSize(4).allMatch(each -> each.layout().equals("referrer"));
      var spdx = (Artifact) find(found, "application/spdx+json").attestation().content();
      assertThat(fixture.registry.count(Route.GET_BLOB)).isZero();
      try (var file = Okio.buffer(spdx.files().get(0).open())) {
        assertThat(file.readUtf8()).contains("SPDX");
      }
      var note = (Artifact) find(found, "application/vnd.example.note.v1").attestation().content();
      assertThat(note.files()).isEmpty();
      assertThat(view.list(IMAGE, AttestationQuery.SIGNATURES)).isEmpty();
      assertThat(view.list(IMAGE, AttestationQuery.ALL.withPredicateType("spdx"))).isEmpty();
    }
  }

  @Test
  void anIndexIsNoArtefact() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      StoredVector.load("regctl-artifact", fixture.stored);
      var view = Attestations.in(fixture.repository).with(ReferrerDecoder.plain());

      List<Candidate> found = view.list(IMAGE, AttestationQuery.ALL);

      assertThat(found).hasSize(5);
      assertThatThrownBy(() -> find(found, "application/vnd.example.index.v1").attestation())
          .isInstanceOf(MalformedContentException.class)
          .hasMessageContaining("expected an image manifest but was");
    }
  }

  private static Candidate notation(DiscoveryFixture fixture, String thumbprints)
      throws IOException {
    Descriptor layer =
        fixture.stored.pushBlob(ByteString.EMPTY).withMediaType("application/jose+json");
    var manifest =
        ImageManifest.builder(Descriptor.EMPTY_JSON)
            .artifactType(NOTATION)
            .addLayer(layer)
            .subject(fixture.image)
            .annotations(Annotations.of(THUMBPRINTS, thumbprints))
            .build();
    fixture.stored.pushManifest(manifest.mediaType(), manifest.bytes());
    return Attestations.in(fixture.repository)
        .with(ReferrerDecoder.notation())
        .list(fixture.image.digest(), AttestationQuery.ALL)
        .get(0);
  }

  private static Candidate find(List<Candidate> found, String artifactType) {
    return found.stream()
        .filter(each -> artifactType.equals(each.descriptor().artifactType()))
        .findFirst()
        .orElseThrow();
  }
}
