package dev.referrers.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.referrers.error.UnusableKeyException;
import dev.referrers.error.UnusableKeyException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeysTest {

  /** Hints as cosign 3 wrote them into bundles. */
  @ParameterizedTest
  @CsvSource({
    "ec-p256, WXHzFZ6vU/c68Hghm5huzGhpEZ3TVf8jYW5XPCvAj1E=",
    "rsa2048, B/FNwWzohYSpfwqlwrjUUP1+B0WwJB3LeuQ/NNxpX2U=",
    "p384, 9hzFlRNjhqoDssO69b4Tt7w91iPJsofTkzRvzE+VZ6I=",
    "p521, UBQfcIaCnoCicmALyYsVlNxMfYPU5IGx2sp3n50H+V8=",
    "ed25519, X9hiVJSKXQMG430CMmsSd9jp7RJD1Wi8GIGjMdeO49E="
  })
  void readsKeysThatCosignNamesByTheSameHint(String name, String hint) throws IOException {
    assertThat(PublicKeys.hint(KeyVectors.publicKey(name))).isEqualTo(hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ec-p256.pub", "rsa2048.pub", "ed25519.pub"})
  void writesTheFilesThatItReads(String file) throws IOException {
    var pem = new String(KeyVectors.file(file), StandardCharsets.US_ASCII);

    assertThat(PublicKeys.pem(PublicKeys.parsePem(pem))).isEqualTo(pem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rsa1024.pub | expected an ECDSA key on P-256, P-384 or P-521, an RSA key of 2048 bits or"
            + " more, or an Ed25519 key but was an RSA key of 1024 bits",
        "ec-p256.plain.pem | expected a PUBLIC KEY but was a PRIVATE KEY"
            + " (openssl pkey -in FILE -pubout)"
      })
  void refusesOtherKeys(String file, String problem) throws IOException {
    var pem = new String(KeyVectors.file(file), StandardCharsets.US_ASCII);

    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> PublicKeys.parsePem(pem))
        .withMessage("Public key: " + problem)
        .returns(Reason.UNSUPPORTED, UnusableKeyException::reason);
  }

  /** Some versions of Java know the curve. */
  @Test
  void refusesOtherCurves() throws IOException {
    var pem = new String(KeyVectors.file("secp256k1.pub"), StandardCharsets.US_ASCII);

    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> PublicKeys.parsePem(pem))
        .withMessageStartingWith("Public key: expected an ECDSA key on P-256, P-384 or P-521, ")
        .returns(Reason.UNSUPPORTED, UnusableKeyException::reason);
  }

  @Test
  void saysHowToGetTheKeyOutOfACertificate() {
    String pem = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";

    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> PublicKeys.parsePem(pem))
        .withMessage(
            "Public key: expected a PUBLIC KEY but was a CERTIFICATE"
                + " (openssl x509 -in FILE -noout -pubkey)")
        .returns("openssl x509 -in FILE -noout -pubkey", UnusableKeyException::remedy);
  }
}
