package dev.referrers.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.referrers.error.UnusableKeyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the seeds in every build. This goes on from them for a minute:
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 ./mvnw test -pl referrers-core -DargLine=-Djazzer.hooks=true -Dtest=KeysFuzzTest#onlyTypedErrorsComeOutOfPem
 * }</pre>
 */
class KeysFuzzTest {

  private static final ByteString MESSAGE = ByteString.encodeUtf8("hello");

  static Stream<byte[]> pem() {
    return Stream.of(
            "ec-p256.plain.pem",
            "ec-p256.short.sec1.pem",
            "rsa2048.plain.pem",
            "ed25519.plain.pem",
            "ec-p256.pbes2.pem",
            "ec-p256-params.pem",
            "p521.pub")
        .map(KeysFuzzTest::file);
  }

  @MethodSource("pem")
  @FuzzTest(maxDuration = "1m")
  void onlyTypedErrorsComeOutOfPem(byte[] pem) {
    try {
      PublicKeys.parsePem(new String(pem, StandardCharsets.ISO_8859_1));
    } catch (UnusableKeyException e) {
      assertThat(e).hasMessageStartingWith("Public key: ");
    }
    try {
      var pair = PrivateKeys.parsePem(pem, "vector-test".toCharArray());
      assertThat(KeyType.of(pair.getPublic())).isNotNull();
    } catch (UnusableKeyException e) {
      assertThat(e).hasMessageStartingWith("Private key: ");
    }
  }

  static Stream<byte[]> der() {
    return pem().map(KeysFuzzTest::der);
  }

  /** What is within the PEM, for no fuzzer gets through base64. */
  @MethodSource("der")
  @FuzzTest(maxDuration = "1m")
  void onlyTypedErrorsComeOutOfDer(byte[] der) {
    for (String label :
        new String[] {
          "PUBLIC KEY", "PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"
        }) {
      String pem =
          "-----BEGIN %s-----%s-----END %s-----"
              .formatted(label, ByteString.of(der).base64(), label);
      onlyTypedErrorsComeOutOfPem(pem.getBytes(StandardCharsets.US_ASCII));
    }
  }

  static Stream<byte[]> signatures() {
    return Stream.of("3006020101020101", "", "300602010002010030", "00".repeat(256))
        .map(hex -> ByteString.decodeHex(hex).toByteArray());
  }

  @MethodSource("signatures")
  @FuzzTest(maxDuration = "1m")
  void nothingIsASignatureByChance(byte[] bytes) throws IOException {
    for (String name : new String[] {"ec-p256", "p521", "rsa2048", "ed25519"}) {
      var key = KeyVectors.publicKey(name);
      assertThat(Signatures.JDK.verifies(key, MESSAGE, ByteString.of(bytes))).isFalse();
    }
  }

  private static byte[] der(byte[] pem) {
    String text = new String(pem, StandardCharsets.US_ASCII);
    String last = text.substring(text.lastIndexOf("-----BEGIN"));
    return ByteString.decodeBase64(last.replaceAll("-----[A-Z0-9 ]+-----|\\s", "")).toByteArray();
  }

  private static byte[] file(String name) {
    try {
      return KeyVectors.file(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
