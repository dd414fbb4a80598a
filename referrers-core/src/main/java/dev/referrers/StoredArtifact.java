package dev.referrers;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.util.function.Predicate;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A referrer whose layers are files that nobody looks into; they are read when they are opened.
 *
 * @param kept whether a query looks for its kind
 */
record StoredArtifact(
    ListedReferrer referrer, String layout, Predicate<AttestationQuery> kept, Form form)
    implements StoredAttestation {

  /** What its manifest says that it is. */
  interface Form {
    Artifact read(ImageManifest manifest) throws MalformedContentException;
  }

  @Override
  public Descriptor entry() {
    return referrer.descriptor();
  }

  @Override
  public Boolean told(AttestationQuery query) {
    return kept.test(query);
  }

  @Override
  public @Nullable Descriptor blob() {
    return null;
  }

  @Override
  public Attestation read(ByteString blob) throws IOException {
    ImageManifest manifest = ImageManifest.of(referrer.manifest());
    return Attestation.of(form.read(manifest)).withAnnotations(manifest.annotations());
  }
}
