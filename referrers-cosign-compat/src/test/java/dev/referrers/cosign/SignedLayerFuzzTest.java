package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.error.MalformedContentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the seeds in every build. This goes on from them for a minute:
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 ./mvnw test -pl referrers-cosign-compat -am -Dsurefire.failIfNoSpecifiedTests=false \
 *   -DargLine=-Djazzer.hooks=true -Dtest=SignedLayerFuzzTest#onlyTypedErrorsComeOutOfAnnotations
 * }</pre>
 */
class SignedLayerFuzzTest {

  private static final CosignVector VECTOR =
      CosignVector.of("cosign2-sig-rekor-tsr").findFirst().orElseThrow();

  static Stream<byte[]> payloads() {
    return CosignVector.all().stream()
        .filter(vector -> vector.kind().equals("simplesigning"))
        .map(SignedLayerFuzzTest::blob)
        .distinct()
        .map(ByteString::toByteArray);
  }

  @MethodSource("payloads")
  @FuzzTest(maxDuration = "1m")
  void onlyTypedErrorsComeOutOfPayloads(byte[] payload) {
    try {
      var read = new SimpleSigning(ByteString.of(payload), ByteString.EMPTY).readPayload();
      assertThat(read.type()).isNotNull();
    } catch (MalformedContentException e) {
      assertThat(e).hasMessageStartingWith("Simple signing payload: ");
    }
  }

  static Stream<byte[]> annotations() {
    return CosignVector.all().stream()
        .flatMap(vector -> annotations(vector).values().stream())
        .distinct()
        .map(value -> value.getBytes(StandardCharsets.UTF_8));
  }

  /** One text as the value of each annotation in turn. */
  @MethodSource("annotations")
  @FuzzTest(maxDuration = "1m")
  void onlyTypedErrorsComeOutOfAnnotations(byte[] text) throws IOException {
    var value = new String(text, StandardCharsets.UTF_8);
    var layer = VECTOR.descriptor();
    for (String key : layer.annotations().values().keySet()) {
      try {
        var changed = layer.withAnnotations(layer.annotations().with(key, value));
        Objects.requireNonNull(SignedLayer.read(changed, ByteString.EMPTY));
      } catch (MalformedContentException e) {
        assertThat(e).hasMessageStartingWith("Layer sha256:");
      }
    }
  }

  private static ByteString blob(CosignVector vector) {
    try {
      return vector.blob();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> annotations(CosignVector vector) {
    try {
      return vector.descriptor().annotations().values();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
