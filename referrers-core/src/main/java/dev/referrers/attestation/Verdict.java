package dev.referrers.attestation;

import dev.referrers.internal.text.Printable;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** What a verifier found out about one attestation. */
public sealed interface Verdict {

  /**
   * The attestation holds.
   *
   * @param payload the very bytes that the signature was verified over: of an envelope its payload;
   *     of a message signature the subject's, null when only its digest was at hand; of simple
   *     signing the document
   * @param statement those bytes, read; null when they are no statement
   * @param signatory whose signature it is
   * @param times when it was signed, by the logs and timestamp authorities that were verified; in
   *     order, and empty where none was asked for
   */
  record Verified(
      Attestation attestation,
      Subject subject,
      @Nullable ByteString payload,
      @Nullable Statement statement,
      Signatory signatory,
      List<Instant> times)
      implements Verdict {

    public Verified {
      times = List.copyOf(times);
    }
  }

  /**
   * The attestation does not hold, or not for this subject, signatory or expectation.
   *
   * @param attestation null when it could not even be read, or is not kept, as in the report of a
   *     {@link dev.referrers.Verification}
   * @param message what was expected and what was there; it may quote the attestation, so it is cut
   *     and freed of control characters here
   */
  record Rejected(@Nullable Attestation attestation, Reason reason, String message)
      implements Verdict {

    private static final int MAX_LENGTH = 1000;

    public Rejected {
      message = Printable.of(message, MAX_LENGTH);
    }
  }

  /** Whose signature it is. */
  sealed interface Signatory {

    /** One of the keys that the verifier was given. */
    record Key(PublicKey key) implements Signatory {}

    /**
     * One that a certificate was issued to.
     *
     * @param subjectAlternativeName a URI, an e-mail address or another name
     * @param issuer who had vouched for it when the certificate was issued, as a URL; null when the
     *     certificate doesn't say
     */
    record Identity(String subjectAlternativeName, @Nullable String issuer) implements Signatory {}
  }

  /** Why an attestation was rejected, coarse enough to choose by. */
  enum Reason {
    /** It is of a kind that can't be verified in this way, such as an opaque artefact. */
    UNSUPPORTED,
    /** There is a statement, and nobody has signed it. */
    UNSIGNED,
    /** Its content, material, or what they hold breaks its format. */
    MALFORMED,
    /** No key that is trusted made the signature. */
    SIGNATURE,
    /** The certificate does not lead to a trusted root, or may not sign. */
    CERTIFICATE,
    /** The certificate is another identity's or issuer's. */
    IDENTITY,
    /** The entries of transparency logs don't hold, or are too few. */
    LOG_ENTRY,
    /** The timestamps don't hold, or are too few, or the time is outside the certificate's. */
    TIME,
    /** It is about another subject. */
    SUBJECT,
    /** It is of another predicate type, or its claims are others. */
    PREDICATE
  }
}
