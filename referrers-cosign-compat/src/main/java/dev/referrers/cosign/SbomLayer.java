package dev.referrers.cosign;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.oci.Annotations;
import dev.referrers.repository.Blob;
import java.util.Set;
import java.util.TreeMap;

/** The one layer of a {@code .sbom} tag: the file itself. */
final class SbomLayer {

  /** Those that cosign writes, and what SPDX itself is registered as. */
  private static final Set<String> TYPES =
      Set.of(
          "text/spdx",
          "text/spdx+json",
          "text/spdx+xml",
          "application/spdx+json",
          "application/vnd.cyclonedx",
          "application/vnd.cyclonedx+json",
          "application/vnd.cyclonedx+xml",
          "application/vnd.syft+json");

  private SbomLayer() {}

  /**
   * @throws IllegalArgumentException when it is not one SBOM file without a signature
   */
  static Blob write(Attestation attestation, Artifact artifact) {
    if (!TYPES.contains(artifact.artifactType())) {
      throw new IllegalArgumentException(
          "SBOM under cosign's tags needs a media type of SPDX, CycloneDX or Syft but has "
              + artifact.artifactType());
    }
    if (artifact.files().size() != 1
        || !artifact.files().get(0).descriptor().mediaType().equals(artifact.artifactType())) {
      throw new IllegalArgumentException(
          "SBOM under cosign's tags needs to be one file of type " + artifact.artifactType());
    }
    if (!attestation.material().equals(VerificationMaterial.NONE)) {
      throw new IllegalArgumentException("SBOM under cosign's tags has no room for a signature");
    }
    Blob file = artifact.files().get(0);
    var annotations = new TreeMap<>(file.descriptor().annotations().values());
    annotations.putAll(attestation.annotations().values());
    return file.withAnnotations(new Annotations(annotations));
  }
}
