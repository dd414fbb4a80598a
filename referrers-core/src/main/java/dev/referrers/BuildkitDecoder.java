package dev.referrers;

import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.util.List;

/**
 * Attestation manifests of BuildKit: a layer for each statement.
 *
 * @see <a
 *     href="https://github.com/moby/buildkit/blob/v0.26.0/docs/attestations/attestation-storage.md">
 *     BuildKit, Image Attestation Storage</a>
 */
final class BuildkitDecoder implements ReferrerDecoder {

  private static final String ARTIFACT_TYPE = "application/vnd.docker.attestation.manifest.v1+json";

  @Override
  public String layout() {
    return StatementLayer.LAYOUT;
  }

  @Override
  public boolean mayDecode(Descriptor listed) {
    return ARTIFACT_TYPE.equals(listed.artifactType());
  }

  @Override
  public List<StatementLayer> decode(ListedReferrer referrer) throws IOException {
    return mayDecode(referrer.descriptor()) ? statements(referrer.manifest()) : List.of();
  }

  /** The statements in an attestation manifest; layers of other types are passed over. */
  static List<StatementLayer> statements(Manifest manifest) throws MalformedContentException {
    return ImageManifest.of(manifest).layers().stream()
        .filter(layer -> layer.mediaType().equals(StatementLayer.MEDIA_TYPE))
        .map(StatementLayer::new)
        .toList();
  }
}
