package dev.referrers.cosign;

import dev.referrers.ListedReferrer;
import dev.referrers.ReferrerDecoder;
import dev.referrers.StoredAttestation;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.util.List;

/**
 * Finds cosign's signatures, attestations and SBOMs in referrers that are no bundles: those of its
 * experimental OCI 1.1 mode, which hold the same layers as its tags, and envelopes that others
 * store as referrers. Each layer is one candidate. cosign itself looks at the last of several
 * manifests only.
 *
 * @see <a href="https://github.com/sigstore/cosign/blob/v3.1.2/pkg/oci/remote/write.go">cosign,
 *     WriteSignaturesExperimentalOCI, WriteAttestationsReferrer</a>
 */
public final class CosignReferrers implements ReferrerDecoder {

  static final String LAYOUT = "cosign-oci-1-1";

  private static final ReferrerDecoder DECODER = new CosignReferrers();
  private static final String ARTIFACT = "application/vnd.dev.cosign.artifact.";
  static final String SIGNATURE = ARTIFACT + "sig.v1+json";
  static final String ATTESTATION = "application/vnd.in-toto+json";

  private static final String SBOM = ARTIFACT + "sbom.v1+json";
  private static final String IN_TOTO = "application/vnd.in-toto";

  private CosignReferrers() {}

  /** For {@link dev.referrers.Attestations#with(ReferrerDecoder)}. */
  public static ReferrerDecoder decoder() {
    return DECODER;
  }

  @Override
  public String layout() {
    return LAYOUT;
  }

  /** Of statements some are signed, and some bare: which, only the layers tell. */
  @Override
  public boolean mayDecode(Descriptor listed) {
    String type = String.valueOf(listed.artifactType());
    return type.startsWith(ARTIFACT)
        || type.startsWith(IN_TOTO)
        || type.equals(SignedLayer.ENVELOPE)
        || type.equals(SignedLayer.SIMPLE_SIGNING);
  }

  @Override
  public List<? extends StoredAttestation> decode(ListedReferrer referrer) throws IOException {
    String type = String.valueOf(referrer.descriptor().artifactType());
    boolean cosign = type.startsWith(ARTIFACT);
    if (!cosign && !(referrer.manifest() instanceof ImageManifest)) {
      return List.of();
    }
    List<Descriptor> layers = ImageManifest.of(referrer.manifest()).layers();
    if (type.equals(SBOM)) {
      return layers.stream()
          .map(layer -> new StoredSbom(LAYOUT, layer, referrer.repository()))
          .toList();
    }
    return cosign || layers.stream().anyMatch(SignedLayer::isKnown)
        ? layers.stream().map(layer -> new StoredLayer(LAYOUT, layer)).toList()
        : List.of();
  }
}
