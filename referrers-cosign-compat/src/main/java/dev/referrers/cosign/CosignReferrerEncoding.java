package dev.referrers.cosign;

import dev.referrers.ReferrerEncoding;
import dev.referrers.ReferrersQuery;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layers of cosign's tags in referrers, as cosign's experimental OCI 1.1 mode writes them. */
final class CosignReferrerEncoding implements ReferrerEncoding {

  @Override
  public String layout() {
    return CosignReferrers.LAYOUT;
  }

  /** {@inheritDoc} Neither cosign nor this dates it, so the same gives the same manifest. */
  @Override
  public Encoded encode(Descriptor subject, Attestation attestation, Instant now) {
    Content content = attestation.content();
    if (content instanceof SimpleSigning signed) {
      Said.requireAbout(subject.digest(), signed);
      Blob layer = LayerWriter.signature(attestation, signed);
      Blob config = CosignConfig.of(CosignReferrers.SIGNATURE, List.of(layer.descriptor()));
      ImageManifest manifest =
          manifest(subject, config.descriptor(), layer, CosignReferrers.SIGNATURE);
      return new Encoded(
          manifest, List.of(config, layer), likeness(SignedLayer.SIMPLE_SIGNING, layer));
    }
    if (content instanceof Envelope envelope) {
      String predicateType = Said.predicateType(subject.digest(), envelope);
      Blob layer = LayerWriter.attestation(attestation, envelope, predicateType);
      ImageManifest manifest =
          manifest(subject, Descriptor.EMPTY_JSON, layer, CosignReferrers.ATTESTATION);
      return new Encoded(manifest, List.of(layer), likeness(predicateType, layer));
    }
    throw new IllegalArgumentException(
        "Cosign's experimental manifests hold no " + content.getClass().getSimpleName());
  }

  private static ImageManifest manifest(
      Descriptor subject, Descriptor config, Blob layer, String artifactType) {
    return ImageManifest.builder(config)
        .artifactType(artifactType)
        .layers(List.of(layer.descriptor()))
        .subject(subject.bare())
        .inOrderOfCosign()
        .build();
  }

  private static Likeness likeness(String kind, Blob layer) {
    return new Likeness(kind, List.of(layer.descriptor()));
  }

  @Override
  public ReferrersQuery similarTo(String kind) {
    return ReferrersQuery.ALL.withArtifactType(
        kind.equals(SignedLayer.SIMPLE_SIGNING)
            ? CosignReferrers.SIGNATURE
            : CosignReferrers.ATTESTATION);
  }

  /** {@inheritDoc} By the first layer: those of one manifest are mostly of one kind. */
  @Override
  public @Nullable Likeness likeness(Manifest stored, Repository repository) throws IOException {
    if (!(stored instanceof ImageManifest image)
        || image.layers().isEmpty()
        || !image.layers().stream().allMatch(SignedLayer::isKnown)) {
      return null;
    }
    String kind = CosignEncoding.standard().kind(image.layers().get(0), repository);
    return kind == null ? null : new Likeness(kind, image.layers());
  }
}
