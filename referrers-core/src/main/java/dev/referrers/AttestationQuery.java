package dev.referrers;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Content;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.UnsignedStatement;
import dev.referrers.error.MalformedContentException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Which attestations to look for.
 *
 * @param predicateType compared exactly; null keeps all
 * @param kind whether signatures, attestations or both
 * @param newest keeps only so many, those first that say they are the newest; 0 keeps all, in the
 *     order of the list. Anybody can write a date.
 * @param checked whether to take nothing on trust that a list says, and look at every referrer,
 *     whatever type it has. Costs a request each.
 */
public record AttestationQuery(
    @Nullable String predicateType, Kind kind, int newest, boolean checked) {

  /** What an attestation is for. */
  public enum Kind {
    ANY,
    /** Says no more than that somebody signed the subject. */
    SIGNATURE,
    /** Says something about the subject: provenance, an SBOM, signed or not. */
    ATTESTATION
  }

  /** Everything. */
  public static final AttestationQuery ALL = new AttestationQuery(null, Kind.ANY, 0, false);

  public static final AttestationQuery SIGNATURES = ALL.withKind(Kind.SIGNATURE);

  public static final AttestationQuery ATTESTATIONS = ALL.withKind(Kind.ATTESTATION);

  /**
   * @throws IllegalArgumentException when {@code newest} is negative
   */
  public AttestationQuery {
    if (newest < 0) {
      throw new IllegalArgumentException("AttestationQuery needs 0 or more but has " + newest);
    }
  }

  /** Those that may be as expected. */
  public static AttestationQuery of(Expectation expected) {
    String type = expected.predicateType();
    if (type == null) {
      return ALL;
    }
    if (!expected.messageSignatures()) {
      return ALL.withPredicateType(type);
    }
    return type.equals(PredicateTypes.COSIGN_SIGN) ? SIGNATURES : ALL;
  }

  /**
   * Keeps those with this predicate.
   *
   * @param predicateType a URI or a name of {@link PredicateTypes}
   */
  public AttestationQuery withPredicateType(String predicateType) {
    return new AttestationQuery(PredicateTypes.of(predicateType), kind, newest, checked);
  }

  public AttestationQuery withKind(Kind kind) {
    return new AttestationQuery(predicateType, kind, newest, checked);
  }

  /** See {@link #newest}. */
  public AttestationQuery withNewest(int newest) {
    return new AttestationQuery(predicateType, kind, newest, checked);
  }

  /** Takes nothing on trust; see {@link #checked}. */
  public AttestationQuery withChecks() {
    return new AttestationQuery(predicateType, kind, newest, true);
  }

  /** Whether content of this kind is looked for. What can't be read may be. */
  public boolean keeps(Content content) {
    if (content instanceof MessageSignature || content instanceof SimpleSigning) {
      return keepsSignatures();
    }
    if (content instanceof Artifact) {
      return keepsArtifacts();
    }
    if (content instanceof UnsignedStatement statement) {
      return keepsStatement(statement.payload());
    }
    if (!(content instanceof Envelope envelope)
        || !envelope.payloadType().equals(Envelope.IN_TOTO)) {
      return predicateType == null; // of what kind it is, nobody can tell
    }
    return keepsStatement(envelope.payload());
  }

  private boolean keepsStatement(ByteString payload) {
    try {
      return keeps(Statement.parse(payload).predicateType());
    } catch (MalformedContentException e) {
      return true; // for the verifier to say so
    }
  }

  /** Whether signatures are looked for that are no statements, and so have no predicateType. */
  public boolean keepsSignatures() {
    return predicateType == null && kind != Kind.ATTESTATION;
  }

  /** Whether files are looked for that nobody looks into. */
  public boolean keepsArtifacts() {
    return predicateType == null && kind != Kind.SIGNATURE;
  }

  /**
   * Whether a statement is looked for, by what is said about it.
   *
   * @param predicateType as an annotation has it; null when nothing is said
   * @return null when only the statement can tell
   */
  public @Nullable Boolean told(@Nullable String predicateType) {
    if (this.predicateType == null && kind == Kind.ANY) {
      return true;
    }
    if (predicateType == null || checked) {
      return null;
    }
    return keeps(predicateType);
  }

  /** Whether a statement with this type of predicate is looked for. */
  public boolean keeps(String predicateType) {
    boolean signature = predicateType.equals(PredicateTypes.COSIGN_SIGN);
    return (this.predicateType == null || this.predicateType.equals(predicateType))
        && kind != (signature ? Kind.ATTESTATION : Kind.SIGNATURE);
  }
}
