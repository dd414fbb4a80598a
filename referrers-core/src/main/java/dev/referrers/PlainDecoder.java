package dev.referrers;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import java.io.IOException;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

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
  public List<Files> decode(ListedReferrer referrer) {
    return List.of(new Files(referrer));
  }

  /** A manifest whose layers are files, read when they are opened. */
  private record Files(ListedReferrer referrer) implements StoredAttestation {

    @Override
    public String layout() {
      return PlainEncoding.LAYOUT;
    }

    @Override
    public Descriptor entry() {
      return referrer.descriptor();
    }

    @Override
    public Boolean told(AttestationQuery query) {
      return query.keepsArtifacts();
    }

    @Override
    public @Nullable Descriptor blob() {
      return null;
    }

    @Override
    public Attestation read(ByteString blob) throws IOException {
      ImageManifest manifest = ImageManifest.of(referrer.manifest());
      List<Blob> files =
          manifest.layers().stream()
              .filter(layer -> !layer.sameContent(Descriptor.EMPTY_JSON))
              .map(layer -> Blob.in(referrer.repository(), layer))
              .toList();
      try {
        String type = String.valueOf(manifest.asReferrer().artifactType());
        return Attestation.of(new Artifact(type, files)).withAnnotations(manifest.annotations());
      } catch (IllegalArgumentException e) {
        throw new MalformedContentException(
            "Manifest " + manifest.digest(), String.valueOf(e.getMessage()), null, e);
      }
    }
  }
}
