package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.referrers.error.MalformedContentException;
import dev.referrers.error.UnusableKeyException;
import dev.referrers.error.UnusableKeyException.Reason;
import dev.referrers.key.PublicKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CosignKeysTest {

  private static final Path KEYS = Path.of("src/test/resources/vectors/keys");

  @ParameterizedTest
  @CsvSource({
    "ec-p256, ec-p256, vector-test",
    "ec-p256-oldlabel, ec-p256, vector-test",
    "ec-p256-oldkdf, ec-p256, vector-test",
    "ec-p256-v2, ec-p256-v2, vector-test",
    "ec-p256-nopass, ec-p256-nopass, ''",
    "rsa2048, rsa2048, vector-test",
    "p384, p384, vector-test",
    "p521, p521, vector-test",
    "ed25519, ed25519, vector-test",
    "leaf, leaf, vector-test"
  })
  void readsWhatCosignWrote(String file, String key, String password) throws IOException {
    var pair = CosignKeys.parse(read(file + ".key"), password.toCharArray());

    assertThat(pair.getPublic()).isEqualTo(publicKey(key));
  }

  /** Salt and nonce are all that differs between two files of one key. */
  @Test
  void writesTheBytesThatCosignWrote() throws IOException {
    byte[] password = "vector-test".getBytes(StandardCharsets.UTF_8);
    EncryptedKey known = EncryptedKey.parse(ByteString.encodeUtf8(json()));
    byte[] pkcs8 = known.decrypt(password);

    EncryptedKey written = EncryptedKey.encrypt(pkcs8, password, known.salt(), known.nonce());

    assertThat(CosignKeys.pem(written.json())).isEqualTo(read("ec-p256.key"));
  }

  @Test
  void writesAKeyThatIsReadAgain() throws IOException {
    KeyPair pair = CosignKeys.generate();
    char[] password = "pass wörd".toCharArray();

    ByteString file = CosignKeys.write(pair.getPrivate(), password);

    assertThat(CosignKeys.parse(file, password).getPublic()).isEqualTo(pair.getPublic());
    assertThat(new String(password)).isEqualTo("pass wörd");
    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> CosignKeys.parse(file, "pass word".toCharArray()))
        .returns(Reason.PASSWORD, UnusableKeyException::reason);
  }

  @Test
  void saltsEachFile() {
    var pair = CosignKeys.generate();

    assertThat(CosignKeys.write(pair.getPrivate(), new char[0]))
        .isNotEqualTo(CosignKeys.write(pair.getPrivate(), new char[0]));
  }

  @Test
  void writesNoKeyThatItWouldNotRead() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    var weak = generator.generateKeyPair().getPrivate();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> CosignKeys.write(weak, new char[0]))
        .withMessageStartingWith("Private key: expected an ECDSA key")
        .withMessageEndingWith("but was an RSA key of 1024 bits");
  }

  @Test
  void writesNoKeyThatStaysInItsToken() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CosignKeys.write(new InToken(), new char[0]))
        .withMessage("Private key needs an encoded form but has none");
  }

  @Test
  void saysThatThePasswordIsWrong() throws IOException {
    ByteString file = read("ec-p256-oldkdf.key");

    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> CosignKeys.parse(file, "wrong".toCharArray()))
        .withMessage("Cosign key: expected its password but was another, or the file was changed")
        .returns(Reason.PASSWORD, UnusableKeyException::reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "65536 | 16384 | expected N 32768, 65536 or 131072, r 8 and p 1 but were 16384, 8 and 1",
        "65536 | 1073741824 | expected N 32768, 65536 or 131072, r 8 and p 1 but were 1073741824,"
            + " 8 and 1",
        "\"r\":8 | \"r\":9 | expected N 32768, 65536 or 131072, r 8 and p 1 but were 65536, 9 and 1",
        "\"p\":1 | \"p\":2 | expected N 32768, 65536 or 131072, r 8 and p 1 but were 65536, 8 and 2",
        "\"p\":1 | \"q\":1 | expected N 32768, 65536 or 131072, r 8 and p 1 but were 65536, 8 and 0"
      })
  void countsOnlyAsCosignDoes(String from, String to, String problem) throws IOException {
    assertMalformed(json().replace(from, to), problem + " at $.kdf.params.N");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scrypt | argon2 | expected scrypt but was argon2 at $.kdf.name",
        "nacl/secretbox | aes | expected nacl/secretbox but was aes at $.cipher.name",
        "\"salt\":\" | \"salt\":\"AAAA | expected 32 bytes but are 35 at $.kdf.salt",
        "\"nonce\":\" | \"nonce\":\"AAAA | expected 24 bytes but are 27 at $.cipher.nonce",
        "\"nonce\":\" | \"nonce\":\"? | expected base64 but was not at $.cipher.nonce",
        "ciphertext | text | expected a value but was missing at $.ciphertext",
        "\"kdf\" | \"kdb\" | expected a value but was missing at $.kdf"
      })
  void refusesOtherJson(String from, String to, String problem) throws IOException {
    assertMalformed(json().replace(from, to), problem);
  }

  @Test
  void saysWhoReadsOtherKeys() throws IOException {
    ByteString file = read("ec-p256.pub");

    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> CosignKeys.parse(file, new char[0]))
        .withMessage(
            "Cosign key: expected PEM of an ENCRYPTED SIGSTORE PRIVATE KEY but was none"
                + " (PrivateKeys.parsePem reads other keys, and cosign import-key-pair makes one of"
                + " them)")
        .returns(Reason.UNSUPPORTED, UnusableKeyException::reason);
  }

  @Test
  void refusesWhatIsCut() throws IOException {
    String whole = read("ec-p256.key").utf8();

    for (int length = 0; length < whole.length() - 1; length += 7) {
      var cut = ByteString.encodeUtf8(whole.substring(0, length));
      assertThatExceptionOfType(UnusableKeyException.class)
          .isThrownBy(() -> CosignKeys.parse(cut, new char[0]))
          .returns(Reason.UNSUPPORTED, UnusableKeyException::reason);
    }
  }

  @Test
  void readsNoEndlessFile() {
    assertThatExceptionOfType(UnusableKeyException.class)
        .isThrownBy(() -> CosignKeys.parse(ByteString.of(new byte[65537]), new char[0]))
        .withMessage("Cosign key: expected at most 65536 bytes but are 65537");
  }

  private static void assertMalformed(String json, String problem) {
    assertThatExceptionOfType(MalformedContentException.class)
        .isThrownBy(() -> CosignKeys.parse(pem(json), new char[0]))
        .withMessage("Cosign key: " + problem);
  }

  private static ByteString pem(String json) {
    return ByteString.encodeUtf8(
        "-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n"
            + ByteString.encodeUtf8(json).base64()
            + "\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n");
  }

  /** What is in a good file. */
  private static String json() throws IOException {
    String base64 = read("ec-p256.key").utf8().replaceAll("-----[A-Z ]+-----|\\s", "");
    return ByteString.decodeBase64(base64).utf8();
  }

  private static PublicKey publicKey(String name) throws IOException {
    return PublicKeys.parsePem(read(name + ".pub").utf8());
  }

  private static ByteString read(String file) throws IOException {
    return ByteString.of(Files.readAllBytes(KEYS.resolve(file)));
  }

  private record InToken() implements PrivateKey {
    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public @Nullable String getFormat() {
      return null;
    }

    @Override
    public byte @Nullable [] getEncoded() {
      return null;
    }
  }
}
