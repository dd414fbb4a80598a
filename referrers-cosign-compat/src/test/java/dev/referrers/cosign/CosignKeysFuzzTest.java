package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.UnusableKeyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the seeds in every build. This goes on from them for a minute:
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 ./mvnw test -pl referrers-cosign-compat -am -Dsurefire.failIfNoSpecifiedTests=false \
 *   -DargLine=-Djazzer.hooks=true -Dtest=CosignKeysFuzzTest#onlyTypedErrorsComeOutOfJson
 * }</pre>
 */
class CosignKeysFuzzTest {

  private static final Path FILE = Path.of("src/test/resources/vectors/keys/ec-p256-oldkdf.key");

  static Stream<byte[]> pem() throws IOException {
    return Stream.of(new byte[0], Files.readAllBytes(FILE));
  }

  @MethodSource("pem")
  @FuzzTest(maxDuration = "1m")
  void onlyTypedErrorsComeOutOfPem(byte[] pem) {
    try {
      CosignKeys.parse(ByteString.of(pem), "vector-test".toCharArray());
    } catch (UnusableKeyException | MalformedContentException e) {
      assertThat(e).hasMessageMatching("(?s)(Cosign|Private) key: .*");
    }
  }

  static Stream<byte[]> json() throws IOException {
    String base64 = Files.readString(FILE).replaceAll("-----[A-Z ]+-----|\\s", "");
    return Stream.of(
        "{}".getBytes(StandardCharsets.UTF_8), ByteString.decodeBase64(base64).toByteArray());
  }

  /** Stops before scrypt, which takes its time. */
  @MethodSource("json")
  @FuzzTest(maxDuration = "1m")
  void onlyTypedErrorsComeOutOfJson(byte[] json) {
    try {
      EncryptedKey key = EncryptedKey.parse(ByteString.of(json));
      assertThat(key.nonce().size()).isEqualTo(24);
    } catch (MalformedContentException e) {
      assertThat(e).hasMessageStartingWith("Cosign key: ");
    }
  }
}
