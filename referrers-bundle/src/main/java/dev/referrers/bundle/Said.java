package dev.referrers.bundle;

import dev.referrers.ReferrerEncoding.Likeness;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.attestation.VerificationMaterial.KeyHint;
import dev.referrers.bundle.internal.trust.Der;
import dev.referrers.bundle.internal.verify.CertificateNames;
import dev.referrers.bundle.internal.verify.RejectedException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What an attestation says, and who says that it is theirs. Not the signature: most differ each
 * time.
 *
 * @param about payload type, or null for the subject's own bytes
 * @param signatory a key's hint, or the names in a certificate; the signature where there is none
 */
record Said(@Nullable String about, ByteString payload, Object signatory) {

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
              signatory(attestation, envelope.signatures().get(0).sig()));
      return new Likeness(predicateType == null ? envelope.payloadType() : predicateType, said);
    }
    if (content instanceof MessageSignature message) {
      var said = new Said(null, ByteString.EMPTY, signatory(attestation, message.signature()));
      return new Likeness(MESSAGE_SIGNATURE, said);
    }
    throw new IllegalArgumentException("Bundle needs signed content but has none");
  }

  private static Object signatory(Attestation attestation, ByteString signature) {
    var material = attestation.material().keyMaterial();
    if (material instanceof CertificateChain chain) {
      return names(chain.leaf());
    }
    return material instanceof KeyHint key && !key.hint().isEmpty() ? key : signature;
  }

  private static Object names(ByteString leaf) {
    try {
      var names = CertificateNames.of(Der.certificate(leaf));
      return names.subjectAlternativeNames().isEmpty() ? leaf : names;
    } catch (IllegalArgumentException | RejectedException e) {
      return leaf;
    }
  }
}
