package dev.referrers;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

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
  public List<Signature> decode(ListedReferrer referrer) {
    return mayDecode(referrer.descriptor()) ? List.of(new Signature(referrer)) : List.of();
  }

  /** A manifest with one layer, the envelope. */
  private record Signature(ListedReferrer referrer) implements StoredAttestation {

    private static final Set<String> ENVELOPES =
        Set.of("application/jose+json", "application/cose");
    private static final String THUMBPRINTS = "io.cncf.notary.x509chain.thumbprint#S256";
    private static final Pattern DIGESTS =
        Pattern.compile(
            "\\s*+\\[(?:\\s*+\"[0-9a-fA-F]{64}\"\\s*+,)*+\\s*+\"[0-9a-fA-F]{64}\"\\s*+]\\s*+");

    @Override
    public String layout() {
      return LAYOUT;
    }

    @Override
    public Descriptor entry() {
      return referrer.descriptor();
    }

    @Override
    public Boolean told(AttestationQuery query) {
      return query.keepsSignatures();
    }

    @Override
    public @Nullable Descriptor blob() {
      return null;
    }

    @Override
    public Attestation read(ByteString blob) throws IOException {
      ImageManifest manifest = ImageManifest.of(referrer.manifest());
      if (manifest.layers().size() != 1
          || !ENVELOPES.contains(manifest.layers().get(0).mediaType())) {
        throw malformed("expected one layer of JWS or COSE but has others");
      }
      requireThumbprints(manifest.annotations().get(THUMBPRINTS));
      Blob envelope = Blob.in(referrer.repository(), manifest.layers().get(0));
      return Attestation.of(Artifact.of(ARTIFACT_TYPE, envelope))
          .withAnnotations(manifest.annotations());
    }

    private void requireThumbprints(@Nullable String json) throws MalformedContentException {
      if (json == null || !DIGESTS.matcher(json).matches()) {
        throw malformed(
            "expected SHA-256 digests as a JSON array in the annotation %s but was %s"
                .formatted(THUMBPRINTS, json));
      }
    }

    private MalformedContentException malformed(String problem) {
      return new MalformedContentException("Manifest " + entry().digest(), problem, null, null);
    }
  }
}
