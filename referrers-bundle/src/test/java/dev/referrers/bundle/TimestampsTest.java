package dev.referrers.bundle;

import static dev.referrers.bundle.TestSigstore.SIGNED;
import static dev.referrers.bundle.Verdicts.rejected;
import static dev.referrers.bundle.Verdicts.verified;

import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.bundle.TestSigstore.Signed;
import java.time.Duration;
import java.time.InstantSource;
import okio.Buffer;
import okio.ByteString;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

class TimestampsTest {

  private static final String UNTRUSTED =
      "Expected a timestamp by one of the trusted authorities"
          + " [https://tsa.test, https://other-tsa.test], valid at 2025-06-01T12:00:00Z,"
          + " but by none of them";

  private final TestSigstore sigstore = new TestSigstore();
  private final Signed signed =
      TestSigstore.statement(sigstore.identity()).logged(sigstore.rekor, SIGNED);

  @Test
  void refusesTimestampOfAnotherSignature() {
    var other = sigstore.tsa.stamp(ByteString.encodeUtf8("another signature"), SIGNED);

    verified(verdict(sigstore.tsa.stamp(signed.signature(), SIGNED)));
    rejected(
        verdict(other),
        Reason.TIME,
        "Expected a timestamp over the signature but was over something else");
  }

  @Test
  void refusesUnknownAuthorityOfTheSameName() {
    rejected(
        verdict(TestTimestamps.of("tsa.test").stamp(signed.signature(), SIGNED)),
        Reason.TIME,
        UNTRUSTED);
  }

  @Test
  void takesTheSignersCertificateFromTheTrustedRoot() {
    verified(verdict(sigstore.otherTsa.stamp(signed.signature(), SIGNED, false)));
    rejected(
        verdict(sigstore.tsa.stamp(signed.signature(), SIGNED, false)), Reason.TIME, UNTRUSTED);
  }

  @Test
  void refusesOtherSignerThanTheTrustedRootNames() {
    var other = sigstore.otherTsa.withSigner(KeyPurposeId.id_kp_timeStamping, TestAuthority.START);

    rejected(verdict(other.stamp(signed.signature(), SIGNED)), Reason.TIME, UNTRUSTED);
  }

  @Test
  void trustsAuthorityToTheEndOfItsValidityInclusive() {
    var stamp = sigstore.tsa.stamp(signed.signature(), SIGNED);
    sigstore.tsaValidity = "{\"start\":\"2024-01-01T00:00:00Z\",\"end\":\"2025-06-01T12:00:00Z\"}";
    verified(verdict(stamp));

    sigstore.tsaValidity = "{\"start\":\"2024-01-01T00:00:00Z\",\"end\":\"2025-06-01T11:59:59Z\"}";
    rejected(verdict(stamp), Reason.TIME, UNTRUSTED);
    sigstore.tsaValidity = "{\"start\":\"2025-06-01T12:00:01Z\"}";
    rejected(verdict(stamp), Reason.TIME, UNTRUSTED);
    sigstore.tsaValidity = "{}";
    rejected(verdict(stamp), Reason.TIME, UNTRUSTED);
  }

  @Test
  void refusesSignerThatIsNotForTimestamps() {
    var signer = sigstore.tsa.withSigner(KeyPurposeId.id_kp_timeStamping, TestAuthority.START);
    var other = sigstore.tsa.withSigner(KeyPurposeId.id_kp_codeSigning, TestAuthority.START);

    verified(verdict(signer.stamp(signed.signature(), SIGNED)));
    rejected(verdict(other.stamp(signed.signature(), SIGNED)), Reason.TIME, UNTRUSTED);
  }

  @Test
  void refusesSignerThatWasNotValidThen() {
    var late = sigstore.tsa.withSigner(KeyPurposeId.id_kp_timeStamping, SIGNED.plusSeconds(1));

    rejected(verdict(late.stamp(signed.signature(), SIGNED)), Reason.TIME, UNTRUSTED);
  }

  @Test
  void refusesTimeThatIsStillToCome() {
    var now = SIGNED.minus(Duration.ofMinutes(2));
    var stamped = TestSigstore.statement(sigstore.identity()).stamped(sigstore.tsa, SIGNED);
    var verifier = sigstore.verifier().withPolicy(VerificationPolicy.DEFAULT.withTlogEntries(0));

    rejected(
        stamped.verdict(verifier.withClock(InstantSource.fixed(now))),
        Reason.TIME,
        "Expected a timestamp from before 2025-06-01T11:59:00Z but was from 2025-06-01T12:00:00Z");
    verified(stamped.verdict(verifier.withClock(InstantSource.fixed(SIGNED))));
  }

  @Test
  void everyOneHasToHold() {
    signed.stamped(sigstore.tsa, SIGNED);
    verified(signed.verdict(sigstore.verifier()));

    rejected(
        verdict(sigstore.tsa.stamp(ByteString.encodeUtf8("another"), SIGNED)),
        Reason.TIME,
        "over something else");
  }

  @Test
  void countsEveryAuthorityOnce() {
    var verifier =
        sigstore.verifier().withPolicy(VerificationPolicy.DEFAULT.withSignedTimestamps(2));
    signed.stamped(sigstore.tsa, SIGNED).stamped(sigstore.tsa, SIGNED.plusSeconds(1));
    rejected(signed.verdict(verifier), Reason.TIME, "Expected 2 signed timestamps but found 1");

    verified(signed.stamped(sigstore.otherTsa, SIGNED).verdict(verifier));
  }

  @Test
  void refusesWhatIsNoTimestamp() {
    var good = sigstore.tsa.stamp(signed.signature(), SIGNED).timeStampResp();
    var trailing = new Buffer().write(good).writeByte(0).readByteString();

    rejected(
        verdict(new SignedTimestamp(ByteString.encodeUtf8("no timestamp"))),
        Reason.MALFORMED,
        "Timestamp: expected an RFC 3161 response but was something else");
    rejected(verdict(new SignedTimestamp(trailing)), Reason.MALFORMED, "was something else");
    rejected(
        verdict(new SignedTimestamp(ByteString.decodeHex("30053003020102"))),
        Reason.MALFORMED,
        "it was not granted");
  }

  private Verdict verdict(SignedTimestamp timestamp) {
    var copy =
        new Signed(
            signed.by(), signed.content(), signed.payload(), signed.message(), signed.signature());
    signed.entries().forEach(copy::logged);
    signed.timestamps().forEach(copy::stamped);
    return copy.stamped(timestamp).verdict(sigstore.verifier());
  }
}
