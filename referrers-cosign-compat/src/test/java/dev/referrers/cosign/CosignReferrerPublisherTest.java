package dev.referrers.cosign;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.AttestationQuery;
import dev.referrers.Attestations;
import dev.referrers.Candidate;
import dev.referrers.Publication;
import dev.referrers.PublishPolicy;
import dev.referrers.ReferrerPublisher;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Statement;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.testing.StoredManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CosignReferrerPublisherTest {

  private static final Path VECTOR = Path.of("src/test/resources/vectors/cosign2-oci11");

  private final CosignStore store = new CosignStore();

  @AfterEach
  void close() {
    store.close();
  }

  /** A signature by a key of ECDSA, and one of RSA. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "97bc0f8b45b5f0d1c78af8bd88bc14d9f153d81c70148188cb11db0e30fb8475",
        "3d1682170a6fc1a02aca567709398c2defa3543deeb5b5b937509518ca12ddaa"
      })
  void aSignatureGetsTheManifestThatCosignWrites(String digest) throws IOException {
    ByteString written = bytes("manifests", digest + ".json");
    ImageManifest manifest = ImageManifest.parse("Manifest", written);
    Descriptor layer = manifest.layers().get(0);
    Attestation signature = SignedLayer.read(layer, bytes("blobs", layer.digest().encoded()));

    Publication done = publisher().publish(requireNonNull(manifest.subject()), signature);

    assertThat(store.stored.manifest(done.manifest().digest().toString()))
        .extracting(StoredManifest::bytes)
        .isEqualTo(written);
    assertThat(store.stored.hasBlob(manifest.config().digest())).isTrue();
  }

  @Test
  void anEnvelopeIsReadBackWithItsAnnotations() throws IOException {
    Attestation attestation = attestation(PredicateTypes.SPDX);

    publisher().publish(store.image, attestation);

    Candidate found = list().get(0);
    assertThat(found.layout()).isEqualTo("cosign-oci-1-1");
    assertThat(found.descriptor().artifactType()).isEqualTo("application/vnd.in-toto+json");
    assertThat(found.attestation().content()).isEqualTo(attestation.content());
    assertThat(found.entry().annotations().get("predicateType")).isEqualTo(PredicateTypes.SPDX);
  }

  @Test
  void policiesGoByWhatIsInTheLayers() throws IOException {
    publisher().publish(store.image, attestation(PredicateTypes.SPDX));
    publisher().publish(store.image, attestation("custom:/x"));

    ReferrerPublisher skipping = publisher(PublishPolicy.SKIP_IDENTICAL);
    assertThat(skipping.publish(store.image, attestation("custom:/x")).created()).isFalse();
    ReferrerPublisher replacing = publisher(PublishPolicy.REPLACE);
    Publication done = replacing.publish(store.image, attestation(PredicateTypes.SPDX, "other"));

    assertThat(done.replaced()).hasSize(1);
    assertThat(list()).hasSize(2);
  }

  @Test
  void whatTheTagsCannotHoldIsRefused() {
    Attestation sbom =
        Attestation.of(Artifact.of("text/spdx", Blob.of("text/spdx", ByteString.EMPTY)));
    Descriptor other = Descriptor.of(store.image.mediaType(), ByteString.encodeUtf8("other"));

    assertThatThrownBy(() -> publisher().publish(store.image, sbom))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cosign's experimental manifests hold no Artifact");
    assertThatThrownBy(() -> publisher().publish(other, attestation(PredicateTypes.SPDX)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Statement needs the subject " + other.digest());
  }

  private ReferrerPublisher publisher() {
    return publisher(PublishPolicy.APPEND);
  }

  private ReferrerPublisher publisher(PublishPolicy policy) {
    return CosignReferrerPublisher.into(store.repository).policy(policy).build();
  }

  private List<Candidate> list() throws IOException {
    return Attestations.in(store.repository)
        .with(CosignReferrers.decoder())
        .list(store.image.digest(), AttestationQuery.ALL);
  }

  private Attestation attestation(String predicateType) {
    return attestation(predicateType, "signature");
  }

  private Attestation attestation(String predicateType, String signature) {
    Statement statement =
        Statement.of(
            List.of(ResourceDescriptor.of(store.image.digest())),
            predicateType,
            ByteString.encodeUtf8("{}"));
    var signatures = List.of(Envelope.Signature.of(ByteString.encodeUtf8(signature)));
    return Attestation.of(new Envelope(Envelope.IN_TOTO, statement.bytes(), signatures));
  }

  private static ByteString bytes(String folder, String name) throws IOException {
    return ByteString.of(Files.readAllBytes(VECTOR.resolve(folder).resolve("sha256-" + name)));
  }
}
