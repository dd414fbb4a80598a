package dev.referrers;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.UnsignedStatement;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Descriptor;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A layer that is a bare statement. */
record StatementLayer(Descriptor entry) implements StoredAttestation {

  static final String LAYOUT = "buildkit";
  static final String MEDIA_TYPE = "application/vnd.in-toto+json";

  private static final String PREDICATE_TYPE = "in-toto.io/predicate-type";

  @Override
  public String layout() {
    return LAYOUT;
  }

  @Override
  public @Nullable Boolean told(AttestationQuery query) {
    return query.told(entry.annotations().get(PREDICATE_TYPE));
  }

  @Override
  public Descriptor blob() throws LimitExceededException {
    if (entry.size() > IndexAttestations.MAX_BYTES) {
      throw new LimitExceededException(
          "Layer " + entry.digest(),
          IndexAttestations.MAX_BYTES,
          "bytes",
          "IndexAttestations.MAX_BYTES");
    }
    return entry;
  }

  @Override
  public Attestation read(ByteString blob) throws MalformedContentException {
    var statement = new UnsignedStatement(blob);
    statement.readStatement(); // fails here and not at whoever comes to use it
    return Attestation.of(statement)
        .withOriginal(new Attestation.Original(entry.mediaType(), blob));
  }
}
