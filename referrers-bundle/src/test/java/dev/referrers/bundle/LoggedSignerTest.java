package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Signer;
import dev.referrers.attestation.VerificationMaterial;
import java.security.KeyPair;
import java.time.Duration;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class LoggedSignerTest {

  private static final SigningConfig CONFIG =
      SigningConfig.of("https://fulcio.test", "https://rekor.test", "https://tsa.test");

  @Test
  void refusesAKeyThatIsNotTheSigners() {
    var keys = Signing.ecKeys();
    var signer = LoggedSigner.of(signer(keys), Signing.ecKeys().getPublic(), CONFIG);

    assertThatThrownBy(() -> signer.sign(ByteString.EMPTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Signer needs to be of the public key but is of another");
  }

  @Test
  void needsATimeoutAboveZero() {
    var keys = Signing.ecKeys();
    var signer = LoggedSigner.of(signer(keys), keys.getPublic(), CONFIG);

    assertThat(signer.withTimeout(Duration.ofMillis(1))).isNotNull();
    assertThatThrownBy(() -> signer.withTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Timeout needs to be more than zero but is PT0S");
  }

  private static Signer signer(KeyPair keys) {
    return message ->
        new Signer.Signed(Signing.sign(keys, message), VerificationMaterial.ofKey("hint"));
  }
}
