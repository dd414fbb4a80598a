package dev.referrers.key;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.AttestationVerifier;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.attestation.Verdict.Rejected;
import dev.referrers.attestation.Verdict.Signatory;
import dev.referrers.attestation.Verdict.Verified;
import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Digest;
import java.security.PublicKey;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Verifies attestations by keys: one signature by one of them suffices. Nothing that comes with it
 * is looked at: no log entry, timestamp or certificate, and key ids and hints decide nothing.
 */
public final class KeyVerifier implements AttestationVerifier {

  private static final int MAX_SIGNATURES = 100;

  private final Keyring keyring;
  private final Signatures signatures;

  private KeyVerifier(Keyring keyring, Signatures signatures) {
    this.keyring = keyring;
    this.signatures = signatures;
  }

  /**
   * A verifier that trusts this key alone.
   *
   * @throws IllegalArgumentException when the key is of a kind that {@link Signatures} knows
   *     nothing of, or too weak
   */
  public static KeyVerifier of(PublicKey key) {
    return of(List.of(key));
  }

  /**
   * A verifier that trusts each of the keys.
   *
   * @throws IllegalArgumentException when there is none, or as {@link #of(PublicKey)}
   */
  public static KeyVerifier of(List<PublicKey> keys) {
    return new KeyVerifier(new Keyring(keys), Signatures.JDK);
  }

  /** The same, that lets these look whether a signature holds. */
  public KeyVerifier withSignatures(Signatures signatures) {
    return new KeyVerifier(keyring, signatures);
  }

  @Override
  public Verdict verify(Attestation attestation, Subject subject, Expectation expected) {
    if (attestation.content() instanceof Envelope envelope) {
      return verify(attestation, envelope, subject, expected);
    }
    if (attestation.content() instanceof MessageSignature signature) {
      return verify(attestation, signature, subject, expected);
    }
    if (attestation.content() instanceof SimpleSigning signature) {
      return verify(attestation, signature, subject, expected);
    }
    var unsigned = Expectation.unsigned(attestation.content());
    return new Rejected(attestation, unsigned.reason(), unsigned.message());
  }

  private Verdict verify(
      Attestation attestation, Envelope envelope, Subject subject, Expectation expected) {
    if (envelope.signatures().size() > MAX_SIGNATURES) {
      return new Rejected(
          attestation,
          Reason.MALFORMED,
          "Expected at most %d signatures but there are %d"
              .formatted(MAX_SIGNATURES, envelope.signatures().size()));
    }
    PublicKey key = signatory(envelope, envelope.preAuthenticationEncoding());
    if (key != null) {
      return judge(attestation, envelope.payload(), subject, expected, key);
    }
    // Tekton Chains signs image signatures before there is an envelope: tektoncd/chains at e44b60f,
    // pkg/chains/storage/oci/simple.go.
    return signatory(envelope, envelope.payload()) == null
        ? unsigned(attestation, "")
        : unsigned(attestation, "; one is over the bare payload, not over its DSSE encoding");
  }

  private @Nullable PublicKey signatory(Envelope envelope, ByteString message) {
    return keyring.first(
        key ->
            envelope.signatures().stream()
                .anyMatch(each -> signatures.verifies(key, message, each.sig())));
  }

  private Verdict verify(
      Attestation attestation, MessageSignature signature, Subject subject, Expectation expected) {
    Digest named = signature.messageDigest();
    ByteString content = subject.content();
    if (named != null && contradicts(named, subject)) {
      return new Rejected(
          attestation,
          Reason.SUBJECT,
          "Expected a signature over %s but it names %s".formatted(subject.digest(), named));
    }
    PublicKey key =
        keyring.first(
            each ->
                content == null
                    ? signatures.verifiesDigest(each, subject.digest(), signature.signature())
                    : signatures.verifies(each, content, signature.signature()));
    if (key != null) {
      return judge(attestation, content, subject, expected, key);
    }
    return unsigned(
        attestation,
        content == null && !keyring.takes(subject.digest())
            ? "; some kinds can't be told without the subject's bytes"
            : "");
  }

  private Verdict verify(
      Attestation attestation, SimpleSigning content, Subject subject, Expectation expected) {
    PublicKey key =
        keyring.first(each -> signatures.verifies(each, content.payload(), content.signature()));
    return key == null
        ? unsigned(attestation, "")
        : judge(attestation, content.payload(), subject, expected, key);
  }

  /**
   * Whether a digest that a signer names is another's than the subject's, as far as can be told.
   */
  private static boolean contradicts(Digest named, Subject subject) {
    ByteString content = subject.content();
    if (named.algorithm().equals(subject.digest().algorithm())) {
      return !named.equals(subject.digest());
    }
    return content != null && named.verifiable() && !named.matches(content);
  }

  private Rejected unsigned(Attestation attestation, String more) {
    return new Rejected(
        attestation,
        Reason.SIGNATURE,
        "Expected a signature by %s but there is none%s%s"
            .formatted(keyring.describe(), more, keyring.otherKey(attestation.material())));
  }

  /** Judges what the key has signed. */
  private static Verdict judge(
      Attestation attestation,
      @Nullable ByteString payload,
      Subject subject,
      Expectation expected,
      PublicKey key) {
    var problem = expected.problem(attestation.content(), subject);
    if (problem != null) {
      return new Rejected(attestation, problem.reason(), problem.message());
    }
    try {
      Statement statement =
          attestation.content() instanceof Envelope envelope
              ? Statement.parse(envelope.payload())
              : null;
      return new Verified(
          attestation, subject, payload, statement, new Signatory.Key(key), List.of());
    } catch (MalformedContentException e) {
      return new Rejected(attestation, Reason.MALFORMED, String.valueOf(e.getMessage()));
    }
  }
}
