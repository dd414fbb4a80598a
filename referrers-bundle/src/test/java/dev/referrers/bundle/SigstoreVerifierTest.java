package dev.referrers.bundle;

import static dev.referrers.bundle.TestSigstore.SIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.attestation.Verdict;
import org.junit.jupiter.api.Test;

class SigstoreVerifierTest {

  private final TestSigstore sigstore = new TestSigstore();

  @Test
  void acceptsWhatAllVouchFor() {
    var signed = TestSigstore.statement(sigstore.identity()).logged(sigstore.rekor, SIGNED);

    assertThat(signed.verdict(sigstore.verifier())).isInstanceOf(Verdict.Verified.class);
  }
}
