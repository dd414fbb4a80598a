package dev.referrers.bundle;

import static dev.referrers.bundle.TestSigstore.SIGNED;
import static dev.referrers.bundle.Verdicts.rejected;
import static dev.referrers.bundle.Verdicts.verified;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.bundle.TestAuthority.Leaf;
import dev.referrers.bundle.TestSigstore.Identity;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import okio.Buffer;
import okio.ByteString;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class SigningCertificateTest {

  private final TestSigstore sigstore = new TestSigstore();

  @Test
  void refusesLogTimeOutsideTheCertificatesValidity() {
    verified(loggedAt(SIGNED.plusSeconds(540)));
    rejected(
        loggedAt(SIGNED.plusSeconds(541)),
        Reason.TIME,
        "Expected a signature from 2025-06-01T11:59:00Z to 2025-06-01T12:09:00Z, when its"
            + " certificate was valid, but was at 2025-06-01T12:09:01Z");
    verified(loggedAt(SIGNED.minusSeconds(60)));
    rejected(loggedAt(SIGNED.minusSeconds(61)), Reason.TIME, "but was at 2025-06-01T11:58:59Z");
  }

  private Verdict loggedAt(Instant time) {
    var signed = TestSigstore.statement(sigstore.identity()).logged(sigstore.rekor, time);
    return signed.verdict(sigstore.verifier());
  }

  @Test
  void refusesLogTimeOutsideEvenBesideAGoodTimestamp() {
    var identity = sigstore.identity();
    var good = TestSigstore.statement(identity).stamped(sigstore.tsa, SIGNED);
    verified(good.logged(sigstore.rekor, SIGNED).verdict(sigstore.verifier()));

    var late = TestSigstore.statement(identity).stamped(sigstore.tsa, SIGNED);
    rejected(
        late.logged(sigstore.rekor, SIGNED.plusSeconds(3600)).verdict(sigstore.verifier()),
        Reason.TIME,
        "but was at 2025-06-01T13:00:00Z");
  }

  @Test
  void refusesLogTimeOutsideEvenWithoutAPromise() {
    rejected(
        stampedAndLogged(SIGNED.plusSeconds(3600)), Reason.TIME, "but was at 2025-06-01T13:00:00Z");
    verified(stampedAndLogged(SIGNED));
  }

  private Verdict stampedAndLogged(Instant time) {
    var signed = TestSigstore.statement(sigstore.identity()).stamped(sigstore.tsa, SIGNED);
    var proof = sigstore.rekor.proof(signed.body().json());
    var entry = sigstore.rekor.entry(signed.body(), time, null).withInclusionProof(proof);
    return signed.logged(entry).verdict(sigstore.verifier());
  }

  @Test
  void refusesTimestampOutsideEvenBesideAGoodLogTime() {
    var signed = TestSigstore.statement(sigstore.identity()).logged(sigstore.rekor, SIGNED);

    rejected(
        signed.stamped(sigstore.tsa, SIGNED.plusSeconds(3600)).verdict(sigstore.verifier()),
        Reason.TIME,
        "but was at 2025-06-01T13:00:00Z");
  }

  @Test
  void refusesServersCertificate() {
    rejected(
        signedWith(leaf -> leaf.purpose = KeyPurposeId.id_kp_serverAuth),
        Reason.CERTIFICATE,
        "Expected a certificate for code signing (1.3.6.1.5.5.7.3.3)"
            + " but it is for [1.3.6.1.5.5.7.3.1]");
  }

  @Test
  void refusesAuthoritysCertificate() {
    rejected(
        signedWith(leaf -> leaf.authority = true),
        Reason.CERTIFICATE,
        "Expected a signer's certificate but it is an authority's");
  }

  @Test
  void refusesCertificateThatIsNotForSignatures() {
    rejected(
        signedWith(leaf -> leaf.keyUsage = KeyUsage.keyAgreement),
        Reason.CERTIFICATE,
        "Expected a certificate for digital signatures but it is not for that");
  }

  private Verdict signedWith(Consumer<Leaf> change) {
    return signedBy(sigstore.identity(change));
  }

  private Verdict signedBy(Identity identity) {
    return TestSigstore.statement(identity)
        .logged(sigstore.rekor, SIGNED)
        .verdict(sigstore.verifier());
  }

  @Test
  void refusesOtherAuthorityOfTheSameName() {
    var impostor = TestAuthority.of("fulcio.test", KeyPurposeId.id_kp_codeSigning);
    var keys = Signing.ecKeys();

    rejected(
        signedBy(new Identity(keys, sigstore.leaf().issue(impostor, keys))),
        Reason.CERTIFICATE,
        "Expected a certificate by one of the trusted authorities [https://fulcio.test], valid at"
            + " [2025-06-01T12:00:00Z], but was by CN=fulcio.test");
  }

  @Test
  void trustsAuthorityToTheEndOfItsValidityInclusive() {
    var identity = sigstore.identity();
    sigstore.fulcioValidity =
        "{\"start\":\"2024-01-01T00:00:00Z\",\"end\":\"2025-06-01T12:00:00Z\"}";
    verified(signedBy(identity));

    sigstore.fulcioValidity =
        "{\"start\":\"2024-01-01T00:00:00Z\",\"end\":\"2025-06-01T11:59:59Z\"}";
    rejected(signedBy(identity), Reason.CERTIFICATE, "trusted authorities");
    sigstore.fulcioValidity = "{\"start\":\"2025-06-01T12:00:01Z\"}";
    rejected(signedBy(identity), Reason.CERTIFICATE, "trusted authorities");
    sigstore.fulcioValidity = "{}";
    rejected(signedBy(identity), Reason.CERTIFICATE, "trusted authorities");
  }

  @Test
  void refusesRootThatWasNotValidThen() {
    var identity = sigstore.identity();
    sigstore.fulcio = sigstore.fulcio.withRoot(TestAuthority.START, SIGNED);
    verified(signedBy(identity));

    sigstore.fulcio = sigstore.fulcio.withRoot(TestAuthority.START, SIGNED.minusSeconds(1));
    rejected(signedBy(identity), Reason.CERTIFICATE, "trusted authorities");
    sigstore.fulcio = sigstore.fulcio.withRoot(SIGNED.plusSeconds(1), TestAuthority.END);
    rejected(signedBy(identity), Reason.CERTIFICATE, "trusted authorities");
  }

  @Test
  void findsWayThroughIntermediatesThatComeWithTheSignature() {
    var keys = Signing.ecKeys();
    var between = intermediate(KeyPurposeId.id_kp_codeSigning);
    var identity = new Identity(keys, sigstore.leaf().issue(between, keys));

    verified(signedBy(identity, between.intermediate()));
    rejected(signedBy(identity), Reason.CERTIFICATE, "trusted authorities");
  }

  @Test
  void refusesIntermediateForOtherPurposes() {
    var keys = Signing.ecKeys();
    var between = intermediate(KeyPurposeId.id_kp_serverAuth);
    var identity = new Identity(keys, sigstore.leaf().issue(between, keys));

    rejected(signedBy(identity, between.intermediate()), Reason.CERTIFICATE, "trusted authorities");
  }

  @Test
  void refusesSignersCertificateAsAnIntermediate() {
    var keys = Signing.ecKeys();
    var signer = sigstore.identity();
    var between =
        new TestAuthority(
            "",
            sigstore.fulcio.keys(),
            sigstore.fulcio.root(),
            signer.keys(),
            signer.certificate());
    var identity = new Identity(keys, sigstore.leaf().issue(between, keys));

    rejected(signedBy(identity, signer.certificate()), Reason.CERTIFICATE, "trusted authorities");
  }

  private TestAuthority intermediate(KeyPurposeId purpose) {
    var below = TestAuthority.of("below.test", purpose);
    return below.issuedBy(sigstore.fulcio, purpose);
  }

  private Verdict signedBy(Identity identity, ByteString intermediate) {
    var signed = TestSigstore.statement(identity).logged(sigstore.rekor, SIGNED);
    var chain = new CertificateChain(List.of(identity.certificate(), intermediate));
    var material = new VerificationMaterial(chain, signed.entries(), List.of());
    return sigstore
        .verifier()
        .verify(Attestation.of(signed.content(), material), TestSigstore.SUBJECT, Expectation.ANY);
  }

  @Test
  void refusesCertificateThatIsNone() {
    var signed = TestSigstore.statement(sigstore.identity()).logged(sigstore.rekor, SIGNED);
    var trailing =
        ByteString.of(new Buffer().write(signed.by().certificate()).writeByte(0).readByteArray());

    rejected(
        verdict(signed, ByteString.encodeUtf8("no certificate")),
        Reason.MALFORMED,
        "Certificate: expected a DER certificate but was not");
    rejected(
        verdict(signed, trailing),
        Reason.MALFORMED,
        "Certificate: expected one DER certificate but there is more");
  }

  private Verdict verdict(TestSigstore.Signed signed, ByteString certificate) {
    var chain = new CertificateChain(List.of(certificate));
    var material = new VerificationMaterial(chain, signed.entries(), List.of());
    return sigstore
        .verifier()
        .verify(Attestation.of(signed.content(), material), TestSigstore.SUBJECT, Expectation.ANY);
  }
}
