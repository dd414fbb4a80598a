package dev.referrers.bundle;

import static dev.referrers.bundle.TestSigstore.SIGNED;
import static dev.referrers.bundle.Verdicts.rejected;
import static dev.referrers.bundle.Verdicts.verified;

import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.bundle.TestAuthority.Leaf;
import java.util.function.Consumer;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class EmbeddedSctsTest {

  private static final String NONE =
      "Expected the certificate in 1 trusted certificate log but was in 0";

  private final TestSigstore sigstore = new TestSigstore();

  @Test
  void refusesCertificateThatNoLogHas() {
    verified(signedWith(leaf -> {}));
    rejected(signedWith(leaf -> leaf.logs.clear()), Reason.CERTIFICATE, NONE);
  }

  @Test
  void refusesOtherLog() {
    rejected(
        signedWith(
            leaf -> {
              leaf.logs.clear();
              leaf.logs.add(TestCtLog.of());
            }),
        Reason.CERTIFICATE,
        NONE);
  }

  @Test
  void acceptsOtherLogBesideTheTrustedOne() {
    verified(signedWith(leaf -> leaf.logs.add(0, TestCtLog.of())));
  }

  @Test
  void refusesTimestampForCertificateOfAnotherIssuer() {
    rejected(signedWith(leaf -> leaf.sctIssuer = Signing.ecKeys()), Reason.CERTIFICATE, NONE);
  }

  @Test
  void refusesTimestampOutsideTheLogsValidity() {
    sigstore.ctValidity = "{\"start\":\"2025-06-01T11:59:00Z\",\"end\":\"2025-06-01T11:59:00Z\"}";
    verified(signedWith(leaf -> {}));

    sigstore.ctValidity = "{\"start\":\"2025-06-01T11:59:01Z\"}";
    rejected(signedWith(leaf -> {}), Reason.CERTIFICATE, NONE);
    sigstore.ctValidity = "{\"start\":\"2024-01-01T00:00:00Z\",\"end\":\"2025-06-01T11:58:59Z\"}";
    rejected(signedWith(leaf -> {}), Reason.CERTIFICATE, NONE);
  }

  @Test
  void signsExtensionsOfTheTimestampToo() {
    verified(signedWith(leaf -> leaf.sctExtensions = ByteString.decodeHex("0000050000012345")));
  }

  @Test
  void countsEveryLogOnce() {
    var identity = sigstore.identity(leaf -> leaf.logs.add(sigstore.ctLog));
    var signed = TestSigstore.statement(identity).logged(sigstore.rekor, SIGNED);

    rejected(
        signed.verdict(sigstore.verifier().withPolicy(VerificationPolicy.DEFAULT.withScts(2))),
        Reason.CERTIFICATE,
        "Expected the certificate in 2 trusted certificate logs but was in 1");
  }

  @Test
  void asksForNoneWhereThePolicyDoesNot() {
    var identity = sigstore.identity(leaf -> leaf.logs.clear());
    var signed = TestSigstore.statement(identity).logged(sigstore.rekor, SIGNED);

    verified(
        signed.verdict(sigstore.verifier().withPolicy(VerificationPolicy.DEFAULT.withScts(0))));
  }

  private Verdict signedWith(Consumer<Leaf> change) {
    return TestSigstore.statement(sigstore.identity(change))
        .logged(sigstore.rekor, SIGNED)
        .verdict(sigstore.verifier());
  }
}
