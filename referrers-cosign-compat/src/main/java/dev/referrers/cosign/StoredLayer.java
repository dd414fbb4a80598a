package dev.referrers.cosign;

import dev.referrers.AttestationQuery;
import dev.referrers.StoredAttestation;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Descriptor;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A layer with a signature, or with an envelope. */
record StoredLayer(String layout, Descriptor entry) implements StoredAttestation {

  @Override
  public @Nullable Boolean told(AttestationQuery query) {
    return entry.mediaType().equals(SignedLayer.SIMPLE_SIGNING)
        ? Boolean.valueOf(query.keepsSignatures())
        : query.told(entry.annotations().get(LayerAnnotations.PREDICATE_TYPE));
  }

  @Override
  public Descriptor blob() throws MalformedContentException, LimitExceededException {
    SignedLayer.requireKnown(entry);
    if (entry.size() > CosignTags.MAX_BYTES) {
      throw new LimitExceededException(
          SignedLayer.name(entry), CosignTags.MAX_BYTES, "bytes", "CosignTags.MAX_BYTES");
    }
    return entry;
  }

  @Override
  public Attestation read(ByteString blob) throws MalformedContentException {
    return SignedLayer.read(entry, blob);
  }
}
