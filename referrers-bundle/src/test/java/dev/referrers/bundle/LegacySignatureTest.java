package dev.referrers.bundle;

import static dev.referrers.bundle.TestSigstore.SIGNED;
import static dev.referrers.bundle.TestSigstore.SUBJECT;
import static dev.referrers.bundle.Verdicts.rejected;
import static dev.referrers.bundle.Verdicts.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.bundle.TestSigstore.Signed;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/** What cosign 1 and 2 stored under tags holds by the same rules as a bundle. */
class LegacySignatureTest {

  private static final ByteString PAYLOAD =
      ByteString.encodeUtf8(
          """
          {"critical":{"identity":{"docker-reference":"registry.test/api"},\
          "image":{"docker-manifest-digest":"%s"},\
          "type":"cosign container image signature"},"optional":null}"""
              .formatted(SUBJECT.digest()));

  private final TestSigstore sigstore = new TestSigstore();

  @Test
  void simpleSigningHoldsByThePromiseOfALog() {
    var signed = simpleSigning();
    var body = signed.body();
    signed.logged(sigstore.rekor.entry(body, SIGNED, sigstore.rekor.promise(body, SIGNED)));

    var verified = verified(verdict(signed));

    assertThat(verified.payload()).isEqualTo(PAYLOAD);
    assertThat(verified.statement()).isNull();
    assertThat(verified.times()).containsExactly(SIGNED);
  }

  @Test
  void simpleSigningIsNotHeldByTheEntryOfAnother() {
    var signed = simpleSigning();
    var body = TestSigstore.message(signed.by()).body();
    signed.logged(sigstore.rekor.entry(body, SIGNED, sigstore.rekor.promise(body, SIGNED)));

    rejected(verdict(signed), Reason.LOG_ENTRY, "Expected a log entry with the SHA-256");
  }

  @Test
  void simpleSigningHasToBeSignedAndAboutTheSubject() {
    var signed = simpleSigning().logged(sigstore.rekor, SIGNED);
    var other = Subject.of(ByteString.encodeUtf8("another image"));
    var forged = new SimpleSigning(PAYLOAD.substring(1), signed.signature());
    var attestation = signed.attestation();

    rejected(
        sigstore.verifier().verify(attestation, other, Expectation.SIGNATURE),
        Reason.SUBJECT,
        "Expected a signature of " + other.digest());
    rejected(
        sigstore
            .verifier()
            .verify(Attestation.of(forged, attestation.material()), SUBJECT, Expectation.SIGNATURE),
        Reason.SIGNATURE,
        "over the simple signing payload but was another");
  }

  @Test
  void aBundleCannotHoldIt() {
    assertThatThrownBy(() -> SigstoreBundle.write(simpleSigning().attestation()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Sigstore bundle needs an envelope or a message signature but the content is of kind"
                + " SimpleSigning");
  }

  /** cosign 1 and 2 have the whole envelope stamped, cosign 3 the signature, in one annotation. */
  @Test
  void anEnvelopeMayBeStampedAsAWhole() {
    var signed = statement();
    var json = ((Envelope) signed.content()).toJson();

    signed.stamped(over(json, json));
    assertThat(verified(verdict(signed)).times()).contains(SIGNED);
    signed.stamped(over(signed.signature(), json));
    assertThat(verified(verdict(signed)).times()).hasSize(3);
  }

  @Test
  void onlyTheEnvelopeThatHoldsTheSignatureMayBeStamped() {
    var json = ((Envelope) statement().content()).toJson();
    var text = ByteString.encodeUtf8("no envelope");

    rejected(verdict(statement().stamped(over(json, json))), Reason.TIME, "something else");
    rejected(verdict(statement().stamped(over(text, text))), Reason.TIME, "something else");
  }

  @Test
  void aBundleHasNoRoomForAStampOfTheWholeEnvelope() {
    var signed = statement();
    var json = ((Envelope) signed.content()).toJson();
    signed.stamped(over(json, json));

    assertThatThrownBy(() -> SigstoreBundle.write(signed.attestation()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Sigstore bundle of version 0.3 can't hold all of the attestation");
  }

  private Verdict verdict(Signed signed) {
    return sigstore.verifier().verify(signed.attestation(), SUBJECT, Expectation.SIGNATURE);
  }

  private SignedTimestamp over(ByteString stamped, ByteString stored) {
    return new SignedTimestamp(sigstore.tsa.stamp(stamped, SIGNED).timeStampResp(), stored);
  }

  private Signed statement() {
    return TestSigstore.statement(sigstore.identity()).logged(sigstore.rekor, SIGNED);
  }

  private Signed simpleSigning() {
    var by = sigstore.identity();
    var signature = Signing.sign(by.keys(), PAYLOAD);
    return new Signed(by, new SimpleSigning(PAYLOAD, signature), PAYLOAD, PAYLOAD, signature);
  }
}
