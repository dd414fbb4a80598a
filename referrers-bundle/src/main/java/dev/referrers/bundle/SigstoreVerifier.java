package dev.referrers.bundle;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.AttestationVerifier;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.attestation.Verdict.Signatory;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.bundle.internal.trust.TrustedMaterial;
import dev.referrers.bundle.internal.verify.CertificateNames;
import dev.referrers.bundle.internal.verify.Count;
import dev.referrers.bundle.internal.verify.EmbeddedScts;
import dev.referrers.bundle.internal.verify.LogEntries;
import dev.referrers.bundle.internal.verify.RejectedException;
import dev.referrers.bundle.internal.verify.SignedContent;
import dev.referrers.bundle.internal.verify.SigningCertificate;
import dev.referrers.bundle.internal.verify.SigningKey;
import dev.referrers.bundle.internal.verify.Timestamps;
import dev.referrers.error.MalformedContentException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signatures by what comes with them, offline: against a trusted root, and either an
 * identity that a certificate was issued to, or keys. It does not care what the attestation was
 * stored as.
 *
 * <p>The signature has to hold, and so has <em>every</em> log entry and timestamp that comes with
 * it, be it asked for by the {@link VerificationPolicy} or not; one of a log or authority that the
 * trusted root does not have is refused. A certificate has to lead to a trusted authority at every
 * time that logs and timestamp authorities vouch for; where there is none, and the policy asks for
 * none, now. A signature by a key must not come with a certificate.
 *
 * <p>Immutable and thread-safe. No JCA provider is registered.
 *
 * @see <a href="https://github.com/sigstore/architecture-docs/blob/main/client-spec.md">Sigstore
 *     Client Spec</a>
 */
public final class SigstoreVerifier implements AttestationVerifier {

  // What a log said a moment ago may be a little later by the clock here.
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  private final TrustedMaterial root;
  private final List<CertificateIdentity> identities;
  private final List<SigningKey> keys;
  private final VerificationPolicy policy;
  private final InstantSource clock;

  private SigstoreVerifier(
      TrustedMaterial root,
      List<CertificateIdentity> identities,
      List<SigningKey> keys,
      VerificationPolicy policy,
      InstantSource clock) {
    this.root = root;
    this.identities = identities;
    this.keys = keys;
    this.policy = policy;
    this.clock = clock;
  }

  /** Accepts signatures by any of the identities. */
  public static SigstoreVerifier of(
      TrustedRoot root, CertificateIdentity identity, CertificateIdentity... others) {
    var identities = new ArrayList<>(List.of(identity));
    identities.addAll(List.of(others));
    return new SigstoreVerifier(
        root.material(),
        List.copyOf(identities),
        List.of(),
        VerificationPolicy.DEFAULT,
        InstantSource.system());
  }

  /** Accepts signatures by any of the keys. */
  public static SigstoreVerifier of(TrustedRoot root, PublicKey key, PublicKey... others) {
    var keys = new ArrayList<>(List.of(SigningKey.of(key)));
    for (PublicKey other : others) {
      keys.add(SigningKey.of(other));
    }
    return new SigstoreVerifier(
        root.material(),
        List.of(),
        List.copyOf(keys),
        VerificationPolicy.DEFAULT,
        InstantSource.system());
  }

  public SigstoreVerifier withPolicy(VerificationPolicy policy) {
    return new SigstoreVerifier(root, identities, keys, policy, clock);
  }

  SigstoreVerifier withClock(InstantSource clock) {
    return new SigstoreVerifier(root, identities, keys, policy, clock);
  }

  @Override
  public Verdict verify(Attestation attestation, Subject subject, Expectation expected) {
    try {
      SignedContent.requireSigned(attestation.content());
      var signed = SignedContent.verify(attestation.content(), subject, keysFor(attestation));
      List<Instant> times = times(attestation, signed);
      var signatory = signatory(attestation, signed, times);
      var problem = expected.problem(attestation.content(), subject);
      if (problem != null) {
        return new Verdict.Rejected(attestation, problem.reason(), problem.message());
      }
      return verified(attestation, subject, signatory, times);
    } catch (RejectedException e) {
      return new Verdict.Rejected(attestation, e.reason(), e.message());
    }
  }

  private List<SigningKey> keysFor(Attestation attestation) throws RejectedException {
    var chain = chain(attestation);
    if (keys.isEmpty()) {
      if (chain == null) {
        throw new RejectedException(
            Reason.CERTIFICATE, "Expected a certificate but the signature comes without");
      }
      return List.of(SigningKey.ofCertificate(chain.leaf()));
    }
    if (chain != null) {
      throw new RejectedException(
          Reason.CERTIFICATE, "Expected a signature by a key but it comes with a certificate");
    }
    return keys;
  }

  private static @Nullable CertificateChain chain(Attestation attestation) {
    return attestation.material().keyMaterial() instanceof CertificateChain chain ? chain : null;
  }

  /** When it was signed, by all who vouch for it, in order. */
  private List<Instant> times(Attestation attestation, SignedContent signed)
      throws RejectedException {
    Instant now = clock.instant().plus(CLOCK_SKEW);
    var timestamps =
        new Timestamps(root.timestampAuthorities(), now)
            .verify(attestation.material().timestamps(), attestation.content(), signed.signature());
    var stamped = timestamps.stream().map(Timestamps.Timestamp::time).toList();
    var logged =
        new LogEntries(root.logs(), now)
            .verify(attestation.material().logEntries(), signed, stamped);
    var authorities = new HashSet<String>();
    timestamps.forEach(each -> authorities.add(each.authority()));
    require(
        policy.tlogEntries(), "log entry", "log entries", logged.logs().size(), Reason.LOG_ENTRY);
    require(
        policy.signedTimestamps(),
        "signed timestamp",
        "signed timestamps",
        authorities.size(),
        Reason.TIME);
    int observers = authorities.size() + logged.observers().size();
    require(
        policy.observerTimestamps(),
        "time by a log or authority",
        "times by logs or authorities",
        observers,
        Reason.TIME);
    var times = new ArrayList<>(stamped);
    times.addAll(logged.times());
    return times.stream().sorted().toList();
  }

  private static void require(
      int required, String singular, String plural, int found, Reason reason)
      throws RejectedException {
    if (found < required) {
      throw new RejectedException(
          reason,
          "Expected %s but found %d".formatted(Count.of(required, singular, plural), found));
    }
  }

  private Signatory signatory(Attestation attestation, SignedContent signed, List<Instant> times)
      throws RejectedException {
    var chain = chain(attestation);
    if (chain == null) {
      return new Signatory.Key(signed.key().key());
    }
    // the policy has asked for no time, so the certificate has to be valid now
    List<Instant> valid = times.isEmpty() ? List.of(clock.instant()) : times;
    var certificate =
        SigningCertificate.verify(
            chain.certificates(), valid, claimedTimes(attestation), root.authorities());
    EmbeddedScts.verify(certificate, root.certificateLogs(), policy.scts());
    return identity(CertificateNames.of(certificate.leaf()));
  }

  private static List<Instant> claimedTimes(Attestation attestation) {
    return attestation.material().logEntries().stream()
        .map(LogEntry::integratedTime)
        .flatMap(Stream::ofNullable)
        .toList();
  }

  private Signatory.Identity identity(CertificateNames names) throws RejectedException {
    for (String name : names.subjectAlternativeNames()) {
      if (identities.stream().anyMatch(each -> each.matches(name, names.issuer()))) {
        return new Signatory.Identity(name, names.issuer());
      }
    }
    throw new RejectedException(
        Reason.IDENTITY, "Expected a certificate of %s but was of %s".formatted(identities, names));
  }

  private static Verdict verified(
      Attestation attestation, Subject subject, Signatory signatory, List<Instant> times)
      throws RejectedException {
    if (attestation.content() instanceof SimpleSigning content) {
      return new Verdict.Verified(attestation, subject, content.payload(), null, signatory, times);
    }
    if (!(attestation.content() instanceof Envelope envelope)) {
      return new Verdict.Verified(attestation, subject, subject.content(), null, signatory, times);
    }
    try {
      var statement = Statement.parse(envelope.payload());
      return new Verdict.Verified(
          attestation, subject, envelope.payload(), statement, signatory, times);
    } catch (MalformedContentException e) {
      throw new RejectedException(Reason.MALFORMED, String.valueOf(e.getMessage()));
    }
  }
}
