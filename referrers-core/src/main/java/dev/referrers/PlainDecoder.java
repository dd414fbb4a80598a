package dev.referrers;

import dev.referrers.attestation.Artifact;
import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.util.List;

/** Takes every referrer for an artefact. What stands in its config is no part of that. */
final class PlainDecoder implements ReferrerDecoder {

  @Override
  public String layout() {
    return PlainEncoding.LAYOUT;
  }

  @Override
  public boolean mayDecode(Descriptor listed) {
    return true;
  }

  @Override
  public boolean needsManifest() {
    return false;
  }

  @Override
  public List<StoredArtifact> decode(ListedReferrer referrer) {
    return List.of(
        new StoredArtifact(
            referrer,
            PlainEncoding.LAYOUT,
            AttestationQuery::keepsArtifacts,
            manifest -> files(manifest, referrer.repository())));
  }

  private static Artifact files(ImageManifest manifest, Repository repository)
      throws MalformedContentException {
    List<Blob> files =
        manifest.layers().stream()
            .filter(layer -> !layer.sameContent(Descriptor.EMPTY_JSON))
            .map(layer -> Blob.in(repository, layer))
            .toList();
    try {
      return new Artifact(String.valueOf(manifest.asReferrer().artifactType()), files);
    } catch (IllegalArgumentException e) {
      throw new MalformedContentException(
          "Manifest " + manifest.digest(), String.valueOf(e.getMessage()), null, e);
    }
  }
}
