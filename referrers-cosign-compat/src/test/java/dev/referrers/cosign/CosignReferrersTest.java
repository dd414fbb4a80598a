package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.AttestationQuery;
import dev.referrers.Attestations;
import dev.referrers.Candidate;
import dev.referrers.Source;
import dev.referrers.SubjectTree;
import dev.referrers.Verification;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.error.MalformedContentException;
import dev.referrers.key.KeyVerifier;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okio.ByteString;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cosign keeps in referrers that are no bundles, and the SBOMs under its tags. */
class CosignReferrersTest {

  private static final Path VECTORS = Path.of("src/test/resources/vectors");
  private static final Digest IMAGE =
      Digest.parse("sha256:f212bf085cea246a39e65b6b596acdbc6de090869577e51c53cc61165e4acc14");
  private static final Annotations SIGNED =
      Annotations.of("dev.cosignproject.cosign/signature", "c2ln");

  private final CosignStore store = new CosignStore();

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cosign2-oci11", "cosign2-oci11-tagschema"})
  void findsAllSignaturesAndTheSbom(String vector) throws IOException {
    load(vector);

    List<Candidate> found = view().list(IMAGE, AttestationQuery.ALL);

    assertThat(found)
        .hasSize(3)
        .allMatch(each -> each.layout().equals("cosign-oci-1-1"))
        .extracting(each -> each.entry().mediaType())
        .containsExactlyInAnyOrder(
            SignedLayer.SIMPLE_SIGNING, SignedLayer.SIMPLE_SIGNING, "text/spdx+json");
    for (String key : List.of("ec-p256", "rsa2048")) {
      var verification = Verification.of(view(), KeyVerifier.of(CosignVector.key(key)));
      var report = verification.verify(Subject.of(IMAGE), Expectation.SIGNATURE);
      assertThat(report.verified()).hasSize(1);
      assertThat(report.results()).hasSize(2);
    }
  }

  @Test
  void readsWhatCosign3Writes() throws IOException {
    load("cosign3-oci11");

    List<Candidate> found = view().list(IMAGE, AttestationQuery.SIGNATURES);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).attestation().content()).isInstanceOf(SimpleSigning.class);
    assertThat(
            Verification.of(view(), KeyVerifier.of(CosignVector.key("ec-p256")))
                .verify(Subject.of(IMAGE), Expectation.SIGNATURE)
                .holds())
        .isTrue();
  }

  @Test
  void anSbomIsAFileThatNobodySigned() throws IOException {
    load("cosign2-sbom");
    var tags = CosignTags.in(store.repository);

    List<Candidate> found = tags.list(IMAGE, AttestationQuery.ATTESTATIONS);

    assertThat(found).singleElement().returns("cosign", Candidate::layout);
    var artifact = (Artifact) found.get(0).attestation().content();
    assertThat(store.registry.count(Route.GET_BLOB)).isZero();
    assertThat(artifact.artifactType()).isEqualTo("text/spdx+json");
    try (var file = Okio.buffer(artifact.files().get(0).open())) {
      assertThat(file.readUtf8()).contains("SPDX");
    }
    assertThat(tags.list(IMAGE, AttestationQuery.SIGNATURES)).isEmpty();
    assertThat(tags.list(IMAGE, AttestationQuery.ALL.withPredicateType("spdx"))).isEmpty();
  }

  /** As WriteAttestationsReferrer of cosign does, and Google Cloud Build by report. */
  @Test
  void readsEnvelopesInReferrersOfStatements() throws IOException {
    Descriptor spdx = envelope(PredicateTypes.SPDX);
    Descriptor slsa = envelope(PredicateTypes.SLSA_PROVENANCE_V1);
    referrer("application/vnd.in-toto+json", spdx, slsa);
    store.registry.resetRequests();

    List<Candidate> found =
        view().list(store.image.digest(), AttestationQuery.ALL.withPredicateType("spdx"));

    assertThat(found).extracting(Candidate::entry).containsExactly(spdx);
    assertThat(store.registry.requests()).hasSize(4); // the list, the manifest, and both blobs
    assertThat(found.get(0).attestation().content()).isInstanceOf(Envelope.class);
  }

  @Test
  void leavesReferrersWithBareStatementsToOthers() throws IOException {
    referrer(
        "application/vnd.in-toto+json",
        store.layer("application/vnd.in-toto+json", "{}", Annotations.NONE));

    assertThat(view().list(store.image.digest(), AttestationQuery.ALL)).isEmpty();
  }

  @Test
  void checksFindLayersBehindAnotherArtifactType() throws IOException {
    Descriptor spdx = envelope(PredicateTypes.SPDX);
    referrer("application/x-innocent", spdx);

    assertThat(view().list(store.image.digest(), AttestationQuery.ALL)).isEmpty();
    assertThat(view().list(store.image.digest(), AttestationQuery.ALL.withChecks()))
        .extracting(Candidate::entry)
        .containsExactly(spdx);
  }

  @Test
  void aLayerOfAnotherTypeAmongSignaturesIsNoLessACandidate() throws IOException {
    referrer(
        "application/vnd.dev.cosign.artifact.sig.v1+json",
        store.layer("text/plain", "hello", SIGNED),
        store.layer(SignedLayer.SIMPLE_SIGNING, "payload", SIGNED));

    List<Candidate> found = view().list(store.image.digest(), AttestationQuery.SIGNATURES);

    assertThat(found).hasSize(2);
    assertThatThrownBy(() -> found.get(0).attestation())
        .isInstanceOf(MalformedContentException.class);
    assertThat(found.get(1).attestation().content()).isInstanceOf(SimpleSigning.class);
  }

  /** cosign starts an experimental manifest from the layers under the tag. */
  @Test
  void aLayerUnderATagAndInAReferrerIsFoundOnce() throws IOException {
    Descriptor both = store.layer(SignedLayer.SIMPLE_SIGNING, "payload", SIGNED);
    Descriptor tagged =
        both.withAnnotations(Annotations.of("dev.cosignproject.cosign/signature", "b3RoZXI="));
    store.put(".sig", both, tagged);
    referrer("application/vnd.dev.cosign.artifact.sig.v1+json", both);

    List<Candidate> found =
        view()
            .with(CosignTags.in(store.repository))
            .list(store.image.digest(), AttestationQuery.SIGNATURES);

    assertThat(found).extracting(Candidate::entry).containsExactly(both, tagged);
    assertThat(found)
        .extracting(Candidate::origins)
        .containsExactly(
            List.of(Source.REFERRERS_API, Source.COSIGN_TAG), List.of(Source.COSIGN_TAG));
  }

  @Test
  void findsTheTagsOfAnIndexAndOfItsChildrenInOneCall() throws IOException {
    Descriptor index = store.stored.pushIndex("multi", List.of(store.image));
    Descriptor layer = store.layer(SignedLayer.SIMPLE_SIGNING, "payload", SIGNED);
    store.put(".sig", layer);
    SubjectTree tree = SubjectTree.of(store.repository, "multi");
    var tags = CosignTags.in(store.repository);

    List<SubjectTree.Attested> both = tree.list(tags, AttestationQuery.SIGNATURES);

    assertThat(both).extracting(SubjectTree.Attested::subject).containsExactly(index, store.image);
    assertThat(both).extracting(each -> each.candidates().size()).containsExactly(0, 1);
    assertThat(tree.root().list(tags, AttestationQuery.ALL)).hasSize(1);
    assertThat(tree.children().list(tags, AttestationQuery.ALL))
        .singleElement()
        .returns(store.image, SubjectTree.Attested::subject);
  }

  private Attestations view() {
    return Attestations.in(store.repository).with(CosignReferrers.decoder());
  }

  private Descriptor envelope(String predicateType) {
    var statement =
        Statement.of(
            List.of(ResourceDescriptor.of(store.image.digest())),
            predicateType,
            ByteString.encodeUtf8("{}"));
    var signatures = List.of(Envelope.Signature.of(ByteString.encodeUtf8("sig")));
    var envelope = new Envelope(Envelope.IN_TOTO, statement.bytes(), signatures);
    return store.layer(SignedLayer.ENVELOPE, envelope.toJson().utf8(), Annotations.NONE);
  }

  private void referrer(String artifactType, Descriptor... layers) {
    var manifest =
        ImageManifest.builder(Descriptor.EMPTY_JSON)
            .artifactType(artifactType)
            .layers(List.of(layers))
            .subject(store.image)
            .build();
    store.stored.pushManifest(manifest.mediaType(), manifest.bytes());
  }

  /** Stores a vector; its index under the referrers tag, and what has no subject under .sbom. */
  private void load(String vector) throws IOException {
    try (var files = Files.list(VECTORS.resolve(vector).resolve("manifests"))) {
      for (Path file : files.sorted().toList()) {
        var bytes = ByteString.of(Files.readAllBytes(file));
        Manifest manifest = Manifest.parse("Manifest", null, bytes);
        boolean index = manifest instanceof ImageIndex;
        if (index) {
          store.registry.behave(Behaviour::withoutReferrersApi);
        }
        String suffix = index ? "" : ".sbom";
        String tag = manifest.subject() == null ? "sha256-" + IMAGE.encoded() + suffix : null;
        store.stored.pushManifest(manifest.mediaType(), bytes, tag);
      }
    }
    try (var files = Files.list(VECTORS.resolve(vector).resolve("blobs"))) {
      for (Path file : files.toList()) {
        store.stored.pushBlob(ByteString.of(Files.readAllBytes(file)));
      }
    }
  }
}
