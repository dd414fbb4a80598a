package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;

final class Verdicts {

  private Verdicts() {}

  static Verdict.Verified verified(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Verified.class);
    return (Verdict.Verified) verdict;
  }

  static void rejected(Verdict verdict, Reason reason, String message) {
    assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
    var rejected = (Verdict.Rejected) verdict;
    assertThat(rejected.message()).contains(message);
    assertThat(rejected.reason()).isEqualTo(reason);
  }
}
