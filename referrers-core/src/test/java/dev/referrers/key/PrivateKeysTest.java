package dev.referrers.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.referrers.error.UnusableKeyException;
import dev.referrers.error.UnusableKeyException.Reason;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {

  @ParameterizedTest
  @CsvSource({
    "ec-p256.plain.pem, ec-p256",
    "p384.plain.pem, p384",
    "p521.plain.pem, p521",
    "rsa2048.plain.pem, rsa2048",
    "ed25519.plain.pem, ed25519",
    "ec-p256.short.pem, ec-p256",
    "ec-p256.short.sec1.pem, ec-p256",
    "ec-p256-params.pem, ec-p256-params"
  })
  void findsThePublicKeyOfEveryForm(String file, String key) throws IOException {
    KeyPair pair = read(file, null);

    assertThat(pair.getPublic()).isEqualTo(KeyVectors.publicKey(key));
  }

  @ParameterizedTest
  @CsvSource({
    "ec-p256.pbes2.pem, ec-p256, vector-test",
    "rsa2048.pbes2.pem, rsa2048, vector-test",
    "ed25519.pbes2.pem, ed25519, pässwörd",
    "p384.pbes2.pem, p384, ''"
  })
  void decryptsWhatOpenSslEncrypted(String file, String key, String password) throws IOException {
    assertThat(read(file, password).getPublic()).isEqualTo(KeyVectors.publicKey(key));

    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> read(file, password + "x"))
        .withMessage("Private key: expected its password but was another")
        .returns(Reason.PASSWORD, UnusableKeyException::reason);
  }

  @Test
  void asksForThePasswordOfEncryptedKeysOnly() throws IOException {
    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> read("ec-p256.pbes2.pem", null))
        .withMessage("Private key: expected a password, for it is encrypted, but there is none")
        .returns(Reason.PASSWORD, UnusableKeyException::reason);
    assertThat(read("ec-p256.plain.pem", "any").getPublic())
        .isEqualTo(KeyVectors.publicKey("ec-p256"));
  }

  @Test
  void leavesTheCallersArraysAlone() throws IOException {
    byte[] pem = KeyVectors.file("ec-p256.pbes2.pem");
    char[] password = "vector-test".toCharArray();

    PrivateKeys.parsePem(pem, password);

    assertThat(pem).isEqualTo(KeyVectors.file("ec-p256.pbes2.pem"));
    assertThat(password).isEqualTo("vector-test".toCharArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ec-p256.scrypt.pem | expected PBES2 with PBKDF2 and AES but was something else"
            + " (openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEW)",
        "ec-p256.pbes1.pem | expected PBES2 with PBKDF2 and AES but was other encryption"
            + " (openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEW)",
        "ec-p256.old.pem | expected PEM without headers, which OpenSSL's old encryption has"
            + " (openssl pkcs8 -topk8 -in FILE -out NEW)",
        "ec-p256.key | expected PKCS #8 but was a key file of cosign"
            + " (CosignKeys of referrers-cosign-compat)",
        "ec-p256.pub | expected a PRIVATE KEY but was a PUBLIC KEY",
        "ec-p256.explicit.pem | expected an ECDSA key on P-256, P-384 or P-521, an RSA key of"
            + " 2048 bits or more, or an Ed25519 key but was none",
        "rsa1024.plain.pem | expected an ECDSA key on P-256, P-384 or P-521, an RSA key of 2048"
            + " bits or more, or an Ed25519 key but was an RSA key of 1024 bits"
      })
  void refusesOtherFormsAndKeys(String file, String problem) {
    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> read(file, "vector-test"))
        .withMessage("Private key: " + problem)
        .returns(Reason.UNSUPPORTED, UnusableKeyException::reason);
  }

  /** Some versions of Java know the curve. */
  @Test
  void refusesOtherCurves() {
    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> read("secp256k1.plain.pem", null))
        .withMessageStartingWith("Private key: expected an ECDSA key on P-256, P-384 or P-521, ")
        .returns(Reason.UNSUPPORTED, UnusableKeyException::reason);
  }

  @Test
  void countsOnlySoFarForAPassword() {
    byte[] der = pbes2(10_000_001);
    byte[] pem = pem("ENCRYPTED PRIVATE KEY", Base64.getEncoder().encodeToString(der));

    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> PrivateKeys.parsePem(pem, new char[1]))
        .withMessageStartingWith(
            "Private key: expected at most 10000000 iterations but are 10000001 (");
    byte[] fewer = pem("ENCRYPTED PRIVATE KEY", Base64.getEncoder().encodeToString(pbes2(1)));
    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> PrivateKeys.parsePem(fewer, new char[1]))
        .returns(Reason.PASSWORD, UnusableKeyException::reason);
  }

  @Test
  void refusesEncryptionWithoutSaltOrIterations() {
    for (byte[] der : new byte[][] {pbes2(0), pbes2(-1), pbes2(1, new byte[0])}) {
      byte[] pem = pem("ENCRYPTED PRIVATE KEY", Base64.getEncoder().encodeToString(der));

      assertThatExceptionOfType(UnusableKeyException.class)
          .isThrownBy(() -> PrivateKeys.parsePem(pem, new char[1]))
          .withMessage("Private key: expected a salt and iterations but there are none")
          .returns(Reason.MALFORMED, UnusableKeyException::reason);
    }
  }

  /** No point on the curve belongs to it. */
  @Test
  void refusesEllipticCurveKeysThatAreZero() {
    String order = "00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    for (String number : new String[] {"00", order}) {
      byte[] sec1 =
          Der.element(
              Der.SEQUENCE,
              hex("020101"),
              Der.element(Der.OCTET_STRING, hex(number)),
              hex("a00a06082a8648ce3d030107"));
      byte[] pem = pem("EC PRIVATE KEY", Base64.getEncoder().encodeToString(sec1));

      assertThatExceptionOfType(UnusableKeyException.class)
          .isThrownBy(() -> PrivateKeys.parsePem(pem, null))
          .withMessageStartingWith("Private key: expected one that a public key can be computed");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
  void refusesRubbishInEveryForm(String label) {
    for (String base64 : new String[] {"", "AAAA", "MAA=", "MIQAAAAA", "MAMCAQA="}) {
      assertThatExceptionOfType(UnusableKeyException.class)
          .as(base64)
          .isThrownBy(() -> PrivateKeys.parsePem(pem(label, base64), new char[0]));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | expected PEM but there is no -----BEGIN line",
        "-----BEGIN | expected PEM but there is no -----BEGIN line",
        "-----BEGIN ?----- | expected PEM but its -----BEGIN line names nothing",
        "-----BEGIN PRIVATE KEY----- | expected -----END PRIVATE KEY----- but the text ends",
        "-----BEGIN PRIVATE KEY-----END PRIVATE KEY-----"
            + " | expected -----END PRIVATE KEY----- but the text ends",
        "-----BEGIN A-----A?==-----END A----- | expected base64 between its PEM lines but was not",
        "-----BEGIN A-----AA==-----END A----- -----BEGIN B-----"
            + " | expected one key but there is more after it"
      })
  void refusesWhatIsNoPem(String text, String problem) {
    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> PrivateKeys.parsePem(text.getBytes(StandardCharsets.UTF_8), null))
        .withMessage("Private key: " + problem)
        .returns(Reason.MALFORMED, UnusableKeyException::reason);
  }

  @Test
  void readsNoEndlessPem() {
    byte[] pem = new byte[65537];
    Arrays.fill(pem, (byte) '-');

    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> PrivateKeys.parsePem(pem, null))
        .withMessage("Private key: expected at most 65536 bytes but are 65537");
  }

  @Test
  void takesTextAroundThePemAndWindowsLineEnds() throws IOException {
    String pem = new String(KeyVectors.file("ec-p256.plain.pem"), StandardCharsets.US_ASCII);
    String dressed = "Keep it safe: é\r\n" + pem.replace("\n", "\r\n") + "\r\nThat was it\r\n";

    var pair = PrivateKeys.parsePem(dressed.getBytes(StandardCharsets.UTF_8), null);

    assertThat(pair.getPublic()).isEqualTo(KeyVectors.publicKey("ec-p256"));
  }

  /** An empty key, encrypted by AES-256 and PBKDF2 with HMAC-SHA256. */
  private static byte[] pbes2(int iterations) {
    return pbes2(iterations, new byte[16]);
  }

  private static byte[] pbes2(int iterations, byte[] saltBytes) {
    byte[] salt = Der.element(Der.OCTET_STRING, saltBytes);
    byte[] vector = Der.element(Der.OCTET_STRING, new byte[16]);
    byte[] count = Der.element(Der.INTEGER, BigInteger.valueOf(iterations).toByteArray());
    byte[] kdf =
        Der.element(
            Der.SEQUENCE,
            hex("06092a864886f70d01050c"),
            Der.element(Der.SEQUENCE, salt, count, hex("300c06082a864886f70d02090500")));
    byte[] cipher = Der.element(Der.SEQUENCE, hex("060960864801650304012a"), vector);
    byte[] algorithm =
        Der.element(
            Der.SEQUENCE, hex("06092a864886f70d01050d"), Der.element(Der.SEQUENCE, kdf, cipher));
    return Der.element(Der.SEQUENCE, algorithm, Der.element(Der.OCTET_STRING, new byte[32]));
  }

  private static byte[] hex(String hex) {
    return ByteString.decodeHex(hex).toByteArray();
  }

  private static byte[] pem(String label, String base64) {
    String text = "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static KeyPair read(String file, @Nullable String password) throws IOException {
    return PrivateKeys.parsePem(
        KeyVectors.file(file), password == null ? null : password.toCharArray());
  }
}
