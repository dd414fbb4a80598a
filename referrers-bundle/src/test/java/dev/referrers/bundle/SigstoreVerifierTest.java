package dev.referrers.bundle;

import static dev.referrers.bundle.TestSigstore.SIGNED;
import static dev.referrers.bundle.TestSigstore.SUBJECT;
import static dev.referrers.bundle.Verdicts.rejected;
import static dev.referrers.bundle.Verdicts.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.UnsignedStatement;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.attestation.Verdict.Signatory;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.bundle.TestSigstore.Signed;
import java.security.Security;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class SigstoreVerifierTest {

  private final TestSigstore sigstore = new TestSigstore();

  @Test
  void holdsWhatItVerified() {
    var signed =
        TestSigstore.statement(sigstore.identity())
            .logged(sigstore.rekor, SIGNED.plusSeconds(2))
            .stamped(sigstore.tsa, SIGNED.plusSeconds(3));

    var verified = verified(signed.verdict(sigstore.verifier()));

    assertThat(verified.payload()).isEqualTo(signed.payload());
    assertThat(verified.statement())
        .extracting(Statement::predicateType)
        .isEqualTo(PredicateTypes.COSIGN_SIGN);
    assertThat(verified.signatory())
        .isEqualTo(new Signatory.Identity(TestSigstore.NAME, TestSigstore.ISSUER));
    assertThat(verified.times()).containsExactly(SIGNED.plusSeconds(2), SIGNED.plusSeconds(3));
  }

  @Test
  void acceptsMessageSignatureByContentAndByDigest() {
    var signed = TestSigstore.message(sigstore.identity()).logged(sigstore.rekor, SIGNED);
    var digest = Subject.of(SUBJECT.digest());
    var verifier = sigstore.verifier();

    assertThat(verified(signed.verdict(verifier)).payload()).isEqualTo(TestSigstore.IMAGE);
    assertThat(verified(verifier.verify(signed.attestation(), digest, Expectation.ANY)).payload())
        .isNull();
  }

  @Test
  void acceptsRekorV2OverTheEncodingThatIsSigned() {
    var signed =
        TestSigstore.statement(sigstore.identity())
            .loggedV2(sigstore.rekorV2)
            .stamped(sigstore.tsa, SIGNED);

    assertThat(verified(signed.verdict(sigstore.verifier())).times()).containsExactly(SIGNED);
  }

  @Test
  void refusesRekorV2WithoutTimestamp() {
    var signed = TestSigstore.statement(sigstore.identity()).loggedV2(sigstore.rekorV2);

    rejected(
        signed.verdict(sigstore.verifier()),
        Reason.TIME,
        "Expected 1 time by a log or authority but found 0");
  }

  @Test
  void withoutAnyTimeTheCertificateHasToBeValidNow() {
    var signed = TestSigstore.statement(sigstore.identity()).loggedV2(sigstore.rekorV2);
    var lax = VerificationPolicy.DEFAULT.withObserverTimestamps(0);
    sigstore.rekorV2Validity = "{\"start\":\"2024-01-01T00:00:00Z\"}";
    var verifier = sigstore.verifier().withPolicy(lax);

    assertThat(verified(signed.verdict(verifier.withClock(InstantSource.fixed(SIGNED)))).times())
        .isEmpty();
    assertThat(signed.verdict(verifier.withClock(InstantSource.fixed(SIGNED.plusSeconds(86_400)))))
        .extracting("reason")
        .isEqualTo(Reason.TIME);
  }

  @Test
  void refusesChangedPayload() {
    var signed = TestSigstore.statement(sigstore.identity()).logged(sigstore.rekor, SIGNED);
    var envelope = (Envelope) signed.content();
    var other = Statement.signature(SUBJECT.digest(), Map.of()).bytes();
    var changed = new Envelope(Envelope.IN_TOTO, other, envelope.signatures());
    var attestation = Attestation.of(changed, signed.attestation().material());

    rejected(
        sigstore.verifier().verify(attestation, SUBJECT, Expectation.ANY),
        Reason.SIGNATURE,
        "Expected a signature by the certificate's key over the envelope but was another");
  }

  @Test
  void countsBytesOfThePayloadAndNotCharacters() {
    var good = TestSigstore.statement(sigstore.identity()).logged(sigstore.rekor, SIGNED);
    verified(good.verdict(sigstore.verifier()));
    assertThat(good.payload().utf8()).contains("ü").hasSize(good.payload().size() - 1);

    var counted =
        good.message()
            .utf8()
            .replace(" " + good.payload().size() + " ", " " + (good.payload().size() - 1) + " ");
    var signature = Signing.sign(good.by().keys(), ByteString.encodeUtf8(counted));
    var signatures = List.of(Envelope.Signature.of(signature));
    var envelope = new Envelope(Envelope.IN_TOTO, good.payload(), signatures);
    rejected(
        new Signed(good.by(), envelope, good.payload(), good.message(), signature)
            .logged(sigstore.rekor, SIGNED)
            .verdict(sigstore.verifier()),
        Reason.SIGNATURE,
        "over the envelope but was another");
  }

  @Test
  void refusesOtherMessageDigest() {
    var signed = TestSigstore.message(sigstore.identity()).logged(sigstore.rekor, SIGNED);
    var other = Subject.of(ByteString.encodeUtf8("another image")).digest();
    var content = new MessageSignature(signed.signature(), other);
    var attestation = Attestation.of(content, signed.attestation().material());

    rejected(
        sigstore.verifier().verify(attestation, SUBJECT, Expectation.ANY),
        Reason.SUBJECT,
        "Expected a signature over %s but it is over %s".formatted(SUBJECT.digest(), other));
  }

  @Test
  void refusesOtherSubjectAndOtherPredicate() {
    var signed = TestSigstore.statement(sigstore.identity()).logged(sigstore.rekor, SIGNED);
    var attestation = signed.attestation();
    var other = Subject.of(ByteString.encodeUtf8("another image"));
    var sbom = Expectation.attestation("spdx");

    rejected(
        sigstore.verifier().verify(attestation, other, Expectation.ANY),
        Reason.SUBJECT,
        "Expected a statement about " + other.digest());
    rejected(
        sigstore.verifier().verify(attestation, SUBJECT, sbom),
        Reason.PREDICATE,
        "Expected the predicate type " + PredicateTypes.SPDX);
  }

  @Test
  void refusesWhatIsNotSigned() {
    var artifact = Attestation.of(new Artifact("application/spdx+json", List.of()));
    var statement = Attestation.of(new UnsignedStatement(ByteString.encodeUtf8("{}")));

    rejected(
        sigstore.verifier().verify(artifact, SUBJECT, Expectation.ANY),
        Reason.UNSUPPORTED,
        "Expected a signed attestation but it is an artefact of type application/spdx+json");
    rejected(
        sigstore.verifier().verify(statement, SUBJECT, Expectation.ANY),
        Reason.UNSIGNED,
        "Expected a signed attestation but it is not signed");
  }

  @Test
  void acceptsKeyThatItWasGiven() {
    var signed = keyed();
    var verifier = SigstoreVerifier.of(sigstore.root(), signed.by().keys().getPublic());

    var verdict = verifier.verify(withoutCertificate(signed), SUBJECT, Expectation.ANY);

    assertThat(verified(verdict).signatory())
        .isEqualTo(new Signatory.Key(signed.by().keys().getPublic()));
  }

  @Test
  void refusesOtherKey() {
    var signed = keyed();
    var other = Signing.ecKeys();
    var verifier = SigstoreVerifier.of(sigstore.root(), other.getPublic());

    rejected(
        verifier.verify(withoutCertificate(signed), SUBJECT, Expectation.ANY),
        Reason.SIGNATURE,
        "Expected a signature by the key %s over the envelope but was another"
            .formatted(Signing.spki(other).sha256().base64()));
  }

  @Test
  void refusesCertificateWhereAKeyIsAskedFor() {
    var signed = TestSigstore.statement(sigstore.identity()).logged(sigstore.rekor, SIGNED);
    var verifier = SigstoreVerifier.of(sigstore.root(), signed.by().keys().getPublic());

    rejected(
        signed.verdict(verifier),
        Reason.CERTIFICATE,
        "Expected a signature by a key but it comes with a certificate");
  }

  @Test
  void refusesKeyWhereAnIdentityIsAskedFor() {
    rejected(
        sigstore.verifier().verify(withoutCertificate(keyed()), SUBJECT, Expectation.ANY),
        Reason.CERTIFICATE,
        "Expected a certificate but the signature comes without");
  }

  @Test
  void countsWhatThePolicyAsksFor() {
    var signed =
        TestSigstore.statement(sigstore.identity())
            .logged(sigstore.rekor, SIGNED)
            .stamped(sigstore.tsa, SIGNED);
    var all = new VerificationPolicy(1, 2, 1, 1);

    verified(signed.verdict(sigstore.verifier().withPolicy(all)));
    rejected(
        signed.verdict(sigstore.verifier().withPolicy(all.withTlogEntries(2))),
        Reason.LOG_ENTRY,
        "Expected 2 log entries but found 1");
    rejected(
        signed.verdict(sigstore.verifier().withPolicy(all.withObserverTimestamps(3))),
        Reason.TIME,
        "Expected 3 times by logs or authorities but found 2");
    rejected(
        signed.verdict(sigstore.verifier().withPolicy(all.withSignedTimestamps(2))),
        Reason.TIME,
        "Expected 2 signed timestamps but found 1");
  }

  @Test
  void acceptsTimestampAloneWhereNoLogIsAskedFor() {
    var signed = TestSigstore.statement(sigstore.identity()).stamped(sigstore.tsa, SIGNED);
    var policy = VerificationPolicy.DEFAULT.withTlogEntries(0);

    verified(signed.verdict(sigstore.verifier().withPolicy(policy)));
    rejected(
        signed.verdict(sigstore.verifier()), Reason.LOG_ENTRY, "Expected 1 log entry but found 0");
  }

  @Test
  void policyNeedsNumbersFromZero() {
    assertThatThrownBy(() -> VerificationPolicy.DEFAULT.withScts(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Verification policy needs numbers from 0");
  }

  @Test
  void registersNoProvider() {
    var signed =
        TestSigstore.statement(sigstore.identity())
            .logged(sigstore.rekor, SIGNED)
            .stamped(sigstore.tsa, SIGNED);

    verified(signed.verdict(sigstore.verifier()));

    assertThat(Security.getProvider("BC")).isNull();
  }

  @Test
  void refusesLogEntryWithAnotherKeyOrACertificate() {
    var signed = TestSigstore.statement(sigstore.identity());
    var verifier = SigstoreVerifier.of(sigstore.root(), signed.by().keys().getPublic());
    var other = Signing.pem("PUBLIC KEY", Signing.spki(Signing.ecKeys()));

    for (ByteString pem : List.of(other, signed.by().pem())) {
      rejected(
          verifier.verify(withoutCertificate(logged(signed, pem)), SUBJECT, Expectation.ANY),
          Reason.LOG_ENTRY,
          "Expected a log entry with the key that signed but was with another");
    }
  }

  /** Signed by a bare key, which the log has as such. */
  private Signed keyed() {
    var signed = TestSigstore.statement(sigstore.identity());
    return logged(signed, Signing.pem("PUBLIC KEY", Signing.spki(signed.by().keys())));
  }

  private Signed logged(Signed signed, ByteString pem) {
    signed.entries().clear();
    var body = LogBody.dsse(signed.payload(), signed.signature(), pem);
    return signed.logged(sigstore.rekor.entry(body, SIGNED));
  }

  private static Attestation withoutCertificate(Signed signed) {
    List<LogEntry> entries = signed.entries();
    return Attestation.of(signed.content(), VerificationMaterial.ofKey("").withLogEntries(entries));
  }
}
