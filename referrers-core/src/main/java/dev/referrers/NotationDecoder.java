package dev.referrers;

import dev.referrers.attestation.Artifact;
import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Signatures of notation, in their current form and in the older one without artifactType, which
 * lists show alike.
 *
 * @see <a
 *     href="https://github.com/notaryproject/specifications/blob/v1.1.0/specs/signature-specification.md">
 *     Notary Project, Signature Specification</a>
 */
final class NotationDecoder implements ReferrerDecoder {

  static final String LAYOUT = "notation";

  private static final String ARTIFACT_TYPE = "application/vnd.cncf.notary.signature";
  private static final Set<String> ENVELOPES = Set.of("application/jose+json", "application/cose");
  private static final String THUMBPRINTS = "io.cncf.notary.x509chain.thumbprint#S256";
  private static final Pattern DIGESTS =
      Pattern.compile(
          "\\s*+\\[(?:\\s*+\"[0-9a-fA-F]{64}\"\\s*+,)*+\\s*+\"[0-9a-fA-F]{64}\"\\s*+]\\s*+");

  @Override
  public String layout() {
    return LAYOUT;
  }

  @Override
  public boolean mayDecode(Descriptor listed) {
    return ARTIFACT_TYPE.equals(listed.artifactType());
  }

  @Override
  public boolean needsManifest() {
    return false;
  }

  @Override
  public List<StoredArtifact> decode(ListedReferrer referrer) {
    return mayDecode(referrer.descriptor())
        ? List.of(
            new StoredArtifact(
                referrer,
                LAYOUT,
                AttestationQuery::keepsSignatures,
                manifest -> envelope(manifest, referrer.repository())))
        : List.of();
  }

  /** The one layer. */
  private static Artifact envelope(ImageManifest manifest, Repository repository)
      throws MalformedContentException {
    if (manifest.layers().size() != 1
        || !ENVELOPES.contains(manifest.layers().get(0).mediaType())) {
      throw malformed(manifest, "expected one layer of JWS or COSE but has others");
    }
    String json = manifest.annotations().get(THUMBPRINTS);
    if (json == null || !DIGESTS.matcher(json).matches()) {
      throw malformed(
          manifest,
          "expected SHA-256 digests as a JSON array in the annotation %s but was %s"
              .formatted(THUMBPRINTS, json));
    }
    return Artifact.of(ARTIFACT_TYPE, Blob.in(repository, manifest.layers().get(0)));
  }

  private static MalformedContentException malformed(ImageManifest manifest, String problem) {
    return new MalformedContentException("Manifest " + manifest.digest(), problem, null, null);
  }
}
