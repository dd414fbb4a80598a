package dev.referrers.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.attestation.Verdict.Reason;
import org.junit.jupiter.api.Test;

class VerdictTest {

  @Test
  void messagesAreFitToBePrinted() {
    assertThat(message("Expected a key but was ü")).isEqualTo("Expected a key but was ü");
    assertThat(message("a\n\u001b[31mb\u202e")).isEqualTo("a??[31mb?");
    assertThat(message("x".repeat(1001))).isEqualTo("x".repeat(1000) + "…");
  }

  private static String message(String message) {
    return new Verdict.Rejected(null, Reason.MALFORMED, message).message();
  }
}
