package dev.referrers.bundle;

import static dev.referrers.bundle.TestSigstore.SIGNED;
import static dev.referrers.bundle.TestSigstore.SUBJECT;
import static dev.referrers.bundle.Verdicts.verified;
import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.bundle.TestSigstore.Signed;
import java.util.List;
import java.util.Random;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/** Bytes changed at random are refused, and never by anything else than a verdict. */
class SigstoreVerifierRobustnessTest {

  private static final int ATTEMPTS = 60;

  private final TestSigstore sigstore = new TestSigstore();
  private final SigstoreVerifier verifier = sigstore.verifier();
  private final Random random = new Random(20250601);
  private final Signed signed =
      TestSigstore.statement(sigstore.identity())
          .logged(sigstore.rekor, SIGNED)
          .stamped(sigstore.tsa, SIGNED);

  @Test
  void refusesChangedCertificates() {
    verified(verdict(signed.by().certificate(), signed.entries().get(0), stamp()));
    for (int i = 0; i < ATTEMPTS; i++) {
      var changed = changed(signed.by().certificate());

      assertThat(verdict(changed, signed.entries().get(0), stamp()))
          .as(changed.hex())
          .isInstanceOf(Verdict.Rejected.class);
    }
  }

  @Test
  void refusesChangedLogEntries() {
    for (int i = 0; i < ATTEMPTS; i++) {
      var entry = signed.entries().get(0);
      var body = changed(entry.canonicalizedBody());
      var other =
          new LogEntry(
              entry.logIndex(),
              entry.logId(),
              entry.kind(),
              entry.version(),
              entry.integratedTime(),
              entry.signedEntryTimestamp(),
              entry.inclusionProof(),
              body);

      assertThat(verdict(signed.by().certificate(), other, stamp()))
          .as(body.hex())
          .isInstanceOf(Verdict.Rejected.class);
    }
  }

  /** Some of a response is not signed, such as its status text, so a change may do no harm. */
  @Test
  void throwsNothingForChangedTimestamps() {
    for (int i = 0; i < ATTEMPTS; i++) {
      var changed = changed(stamp().timeStampResp());

      assertThat(
              verdict(
                  signed.by().certificate(), signed.entries().get(0), new SignedTimestamp(changed)))
          .isNotNull();
    }
  }

  private SignedTimestamp stamp() {
    return signed.timestamps().get(0);
  }

  private ByteString changed(ByteString bytes) {
    byte[] changed = bytes.toByteArray();
    int at = random.nextInt(changed.length);
    changed[at] ^= (byte) (1 + random.nextInt(255));
    return ByteString.of(changed);
  }

  private Verdict verdict(ByteString certificate, LogEntry entry, SignedTimestamp timestamp) {
    var chain = new CertificateChain(List.of(certificate));
    var material = new VerificationMaterial(chain, List.of(entry), List.of(timestamp));
    return verifier.verify(Attestation.of(signed.content(), material), SUBJECT, Expectation.ANY);
  }
}
