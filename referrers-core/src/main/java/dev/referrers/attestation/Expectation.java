package dev.referrers.attestation;

import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.error.MalformedContentException;
import dev.referrers.internal.text.Printable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an attestation has to say to be accepted. Immutable.
 *
 * @param predicateType compared exactly; null for any
 * @param messageSignatures whether a signature over the subject itself will do, or a legacy one
 *     over its digest
 * @param claims annotations that the statement's subject has to have, or the optional part of a
 *     simple signing payload; it may have more
 */
public record Expectation(
    @Nullable String predicateType, boolean messageSignatures, Map<String, String> claims) {

  /** Anything that is about the subject. */
  public static final Expectation ANY = new Expectation(null, true, Map.of());

  /**
   * A signature of the subject: by its predicate type, over the subject itself, or as simple
   * signing. An SBOM that was signed by the same key is none.
   */
  public static final Expectation SIGNATURE =
      new Expectation(PredicateTypes.COSIGN_SIGN, true, Map.of());

  public Expectation {
    claims = Map.copyOf(claims);
  }

  /**
   * A statement with this type of predicate.
   *
   * @param predicateType a URI or a name of {@link PredicateTypes}
   */
  public static Expectation attestation(String predicateType) {
    return new Expectation(PredicateTypes.of(predicateType), false, Map.of());
  }

  public Expectation withClaims(Map<String, String> claims) {
    return new Expectation(predicateType, messageSignatures, claims);
  }

  /** What is wrong with content whose signature is not looked at here. */
  public record Problem(Reason reason, String message) {}

  /**
   * Looks at what the content says. Whether the signature holds is another question.
   *
   * @return null when the content is as expected and about the subject
   */
  public @Nullable Problem problem(Content content, Subject subject) {
    if (content instanceof Envelope envelope) {
      return problem(envelope, subject);
    }
    if (content instanceof MessageSignature) {
      return messageProblem();
    }
    if (content instanceof SimpleSigning signature) {
      return problem(signature, subject);
    }
    return unsigned(content);
  }

  /** What is wrong with content that has no signature which could be verified. */
  public static Problem unsigned(Content content) {
    return content instanceof Artifact artifact
        ? new Problem(
            Reason.UNSUPPORTED,
            "Expected a signed attestation but it is an artefact of type "
                + printable(artifact.artifactType()))
        : new Problem(Reason.UNSIGNED, "Expected a signed attestation but it is not signed");
  }

  private @Nullable Problem messageProblem() {
    if (!messageSignatures) {
      return new Problem(
          Reason.PREDICATE,
          "Expected the predicate type " + predicateType + " but it is a message signature");
    }
    return claims.isEmpty()
        ? null
        : new Problem(Reason.PREDICATE, "Expected claims but a message signature has none");
  }

  private @Nullable Problem problem(SimpleSigning signature, Subject subject) {
    try {
      return problem(signature.readPayload(), subject);
    } catch (MalformedContentException e) {
      return new Problem(Reason.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  /** cosign does not look at the type, so documents of other kinds pass there. */
  private @Nullable Problem problem(SimpleSigning.Payload payload, Subject subject) {
    if (!payload.type().equals(SimpleSigning.TYPE)) {
      return new Problem(
          Reason.UNSUPPORTED,
          "Expected the type %s but was %s"
              .formatted(SimpleSigning.TYPE, printable(payload.type())));
    }
    if (!payload.dockerManifestDigest().equals(subject.digest().toString())) {
      return new Problem(
          Reason.SUBJECT,
          "Expected a signature of %s but it is of %s"
              .formatted(subject.digest(), printable(payload.dockerManifestDigest())));
    }
    if (!messageSignatures) {
      return new Problem(
          Reason.PREDICATE,
          "Expected the predicate type " + predicateType + " but it is a simple signing signature");
    }
    return payload.optional().entrySet().containsAll(claims.entrySet())
        ? null
        : otherClaims(payload.optional());
  }

  private @Nullable Problem problem(Envelope envelope, Subject subject) {
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
      return new Problem(
          Reason.UNSUPPORTED,
          "Expected the payload type %s but was %s"
              .formatted(Envelope.IN_TOTO, printable(envelope.payloadType())));
    }
    try {
      return problem(Statement.parse(envelope.payload()), subject);
    } catch (MalformedContentException e) {
      return new Problem(Reason.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Problem problem(Statement statement, Subject subject) {
    var about =
        statement.subject().stream().filter(each -> each.matches(subject.digest())).toList();
    if (about.isEmpty()) {
      return new Problem(
          Reason.SUBJECT,
          "Expected a statement about %s but none of its %d subjects is that"
              .formatted(subject.digest(), statement.subject().size()));
    }
    if (predicateType != null && !predicateType.equals(statement.predicateType())) {
      return new Problem(
          Reason.PREDICATE,
          "Expected the predicate type %s but was %s"
              .formatted(predicateType, printable(statement.predicateType())));
    }
    boolean claimed =
        about.stream()
            .anyMatch(each -> each.annotations().entrySet().containsAll(claims.entrySet()));
    return claimed ? null : otherClaims(about.get(0).annotations());
  }

  private Problem otherClaims(Map<String, String> found) {
    return new Problem(
        Reason.PREDICATE,
        "Expected the claims %s but they are %s"
            .formatted(new LinkedHashMap<>(claims), printable(found.toString())));
  }

  private static String printable(String text) {
    return Printable.of(text, 200);
  }
}
