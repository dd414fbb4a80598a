package dev.referrers.bundle;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.Statement;
import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Annotations;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a manifest says about the bundle that it holds. */
final class BundleAnnotations {

  static final String CONTENT = "dev.sigstore.bundle.content";
  static final String PREDICATE_TYPE = "dev.sigstore.bundle.predicateType";

  private static final String DSSE_ENVELOPE = "dsse-envelope";
  private static final String MESSAGE_SIGNATURE = "message-signature";

  private BundleAnnotations() {}

  /** Those of the attestation, and the three that cosign writes. */
  static Annotations of(Attestation attestation, Instant now) {
    Content content = attestation.content();
    boolean message = content instanceof MessageSignature;
    var annotations =
        attestation
            .annotations()
            .dated(now)
            .with(CONTENT, message ? MESSAGE_SIGNATURE : DSSE_ENVELOPE);
    String predicateType = predicateType(content);
    return predicateType == null ? annotations : annotations.with(PREDICATE_TYPE, predicateType);
  }

  /** The predicateType of the {@linkplain #statement statement}; null when there is none. */
  static @Nullable String predicateType(Content content) {
    Statement statement = statement(content);
    return statement == null ? null : statement.predicateType();
  }

  /**
   * The statement; null when the content holds none.
   *
   * @throws IllegalArgumentException when it is said to hold a statement and doesn't
   */
  static @Nullable Statement statement(Content content) {
    if (!(content instanceof Envelope envelope)
        || !envelope.payloadType().equals(Envelope.IN_TOTO)) {
      return null;
    }
    try {
      return Statement.parse(envelope.payload());
    } catch (MalformedContentException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * What these annotations tell of the predicateType, as far as they are worth anything; null when
   * they aren't. cosign 2.6 with a signing config writes that of signatures on all it attests, and
   * the lists that cosign keeps have no annotations at all.
   */
  static @Nullable String reliablePredicateType(Annotations annotations) {
    String predicateType = annotations.get(PREDICATE_TYPE);
    return PredicateTypes.COSIGN_SIGN.equals(predicateType) ? null : predicateType;
  }
}
