package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.UnsignedStatement;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.bundle.internal.trust.Primitives;
import dev.referrers.key.PublicKeys;
import dev.referrers.oci.Digest;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Content whose signature holds.
 *
 * @param signatures all that the content has, the one that was verified among them
 * @param signature the one that was verified
 * @param message what it is over; null when only its digest is at hand
 * @param digest of what it is over, when only that is at hand
 * @param payload of an envelope
 */
public record SignedContent(
    SigningKey key,
    List<ByteString> signatures,
    ByteString signature,
    @Nullable ByteString message,
    @Nullable Digest digest,
    @Nullable ByteString payload) {

  /**
   * Verifies the signature by one of the keys.
   *
   * @param keys not empty
   */
  public static SignedContent verify(Content content, Subject subject, List<SigningKey> keys)
      throws RejectedException {
    if (content instanceof Envelope envelope) {
      return verify(envelope, keys);
    }
    if (content instanceof MessageSignature signature) {
      return verify(signature, subject, keys);
    }
    if (content instanceof SimpleSigning signature) {
      return verify(signature, keys);
    }
    throw unsigned(content);
  }

  /** Fails for what has no signature, before a certificate for it is missed. */
  public static void requireSigned(Content content) throws RejectedException {
    if (content instanceof Artifact || content instanceof UnsignedStatement) {
      throw unsigned(content);
    }
  }

  private static RejectedException unsigned(Content content) {
    var problem = Expectation.unsigned(content);
    return new RejectedException(problem.reason(), problem.message());
  }

  private static SignedContent verify(Envelope envelope, List<SigningKey> keys)
      throws RejectedException {
    ByteString message = envelope.preAuthenticationEncoding();
    var signatures = envelope.signatures().stream().map(Envelope.Signature::sig).toList();
    for (SigningKey key : keys) {
      for (ByteString signature : signatures) {
        if (Primitives.SIGNATURES.verifies(key.key(), message, signature)) {
          return new SignedContent(key, signatures, signature, message, null, envelope.payload());
        }
      }
    }
    throw notVerified(keys, "the envelope");
  }

  private static SignedContent verify(
      MessageSignature content, Subject subject, List<SigningKey> keys) throws RejectedException {
    checkDigest(content, subject);
    var signature = content.signature();
    for (SigningKey key : keys) {
      if (verifies(key, subject, signature)) {
        return new SignedContent(
            key, List.of(signature), signature, subject.content(), subject.digest(), null);
      }
    }
    throw notVerified(
        keys,
        subject.content() == null
            ? "what has the digest " + subject.digest() + ", whose content is not at hand"
            : subject.digest().toString());
  }

  private static SignedContent verify(SimpleSigning content, List<SigningKey> keys)
      throws RejectedException {
    var signature = content.signature();
    for (SigningKey key : keys) {
      if (Primitives.SIGNATURES.verifies(key.key(), content.payload(), signature)) {
        return new SignedContent(key, List.of(signature), signature, content.payload(), null, null);
      }
    }
    throw notVerified(keys, "the simple signing payload");
  }

  private static boolean verifies(SigningKey key, Subject subject, ByteString signature) {
    var content = subject.content();
    return content == null
        ? Primitives.SIGNATURES.verifiesDigest(key.key(), subject.digest(), signature)
        : Primitives.SIGNATURES.verifies(key.key(), content, signature);
  }

  /** What the signer says the digest is proves nothing, but must not be another one. */
  private static void checkDigest(MessageSignature content, Subject subject)
      throws RejectedException {
    Digest said = content.messageDigest();
    if (said == null) {
      return;
    }
    var known =
        said.algorithm().equals(subject.digest().algorithm())
            ? new Hash(algorithm(said), ByteString.decodeHex(subject.digest().encoded()))
            : subject.content() == null ? null : algorithm(said).of(subject.content());
    if (known != null && !known.value().hex().equals(said.encoded())) {
      throw new RejectedException(
          Reason.SUBJECT,
          "Expected a signature over %s but it is over %s".formatted(subject.digest(), said));
    }
  }

  private static Hash.Algorithm algorithm(Digest digest) throws RejectedException {
    var algorithm = Hash.Algorithm.named(digest.algorithm());
    if (algorithm == null) {
      throw new RejectedException(
          Reason.UNSUPPORTED, "Expected a SHA-2 message digest but was " + digest);
    }
    return algorithm;
  }

  private static RejectedException notVerified(List<SigningKey> keys, String over) {
    String whose =
        keys.get(0).certificate() != null
            ? "the certificate's key"
            : keys.size() == 1
                ? "the key " + PublicKeys.hint(keys.get(0).key())
                : "one of " + keys.size() + " keys";
    return new RejectedException(
        Reason.SIGNATURE,
        "Expected a signature by %s over %s but was another".formatted(whose, over));
  }

  /** The same, of an envelope with that payload. */
  public SignedContent withPayload(ByteString payload) {
    return new SignedContent(key, signatures, signature, message, digest, payload);
  }

  /**
   * The message, for which its digest will not do.
   *
   * @throws IllegalArgumentException when only that is at hand
   */
  public ByteString requiredMessage() {
    if (message == null) {
      throw new IllegalArgumentException("Log entry needs the message");
    }
    return message;
  }

  /** The hash of what was signed; null when it can't be known from a digest of another kind. */
  @Nullable Hash hash(Hash.Algorithm algorithm) {
    if (message != null) {
      return algorithm.of(message);
    }
    return digest != null && Hash.Algorithm.named(digest.algorithm()) == algorithm
        ? new Hash(algorithm, ByteString.decodeHex(digest.encoded()))
        : null;
  }
}
