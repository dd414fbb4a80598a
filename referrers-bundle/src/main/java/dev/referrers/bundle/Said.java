package dev.referrers.bundle;

import dev.referrers.ReferrerEncoding.Likeness;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.ClaimedSigner;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.MessageSignature;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What an attestation says, and who says that it is theirs. Not the signature: most differ each
 * time.
 *
 * @param about payload type, or null for the subject's own bytes
 */
record Said(@Nullable String about, ByteString payload, ClaimedSigner signatory) {

  private static final String MESSAGE_SIGNATURE = "message signature";

  /**
   * The kind is the predicateType of a statement.
   *
   * @throws IllegalArgumentException when a statement is none, or the content is not signed
   */
  static Likeness likeness(Attestation attestation) {
    Content content = attestation.content();
    if (content instanceof Envelope envelope) {
      String predicateType = BundleAnnotations.predicateType(envelope);
      var said =
          new Said(
              envelope.payloadType(),
              envelope.payload(),
              ClaimedSigner.of(attestation.material(), envelope.signatures().get(0).sig()));
      return new Likeness(predicateType == null ? envelope.payloadType() : predicateType, said);
    }
    if (content instanceof MessageSignature message) {
      var said =
          new Said(
              null,
              ByteString.EMPTY,
              ClaimedSigner.of(attestation.material(), message.signature()));
      return new Likeness(MESSAGE_SIGNATURE, said);
    }
    throw new IllegalArgumentException("Bundle needs signed content but has none");
  }
}
