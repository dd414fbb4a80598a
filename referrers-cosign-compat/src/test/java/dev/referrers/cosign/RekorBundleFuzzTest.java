package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.referrers.attestation.LogEntry;
import dev.referrers.error.MalformedContentException;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the seeds in every build. This goes on from them for a minute:
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 ./mvnw test -pl referrers-cosign-compat -am -Dsurefire.failIfNoSpecifiedTests=false \
 *   -DargLine=-Djazzer.hooks=true -Dtest=RekorBundleFuzzTest#onlyTypedErrorsComeOutOfEntries
 * }</pre>
 */
class RekorBundleFuzzTest {

  static Stream<byte[]> entries() throws IOException {
    return Stream.of(annotation().toByteArray());
  }

  @MethodSource("entries")
  @FuzzTest(maxDuration = "1m")
  void onlyTypedErrorsComeOutOfEntries(byte[] json) {
    parse(ByteString.of(json));
  }

  static Stream<byte[]> bodies() throws IOException {
    return Stream.of(
        RekorBundle.parse("Log entry", annotation()).canonicalizedBody().toByteArray());
  }

  /** In base64, a body is out of a fuzzer's reach. */
  @MethodSource("bodies")
  @FuzzTest(maxDuration = "1m")
  void onlyTypedErrorsComeOutOfBodies(byte[] body) {
    parse(
        ByteString.encodeUtf8(
            """
            {"SignedEntryTimestamp":"","Payload":{"body":"%s","integratedTime":1,"logIndex":1,\
            "logID":"00"}}"""
                .formatted(ByteString.of(body).base64())));
  }

  private static void parse(ByteString json) {
    try {
      LogEntry entry = RekorBundle.parse("Log entry", json);
      assertThat(entry.logIndex()).isNotNegative();
    } catch (MalformedContentException e) {
      assertThat(e).hasMessageStartingWith("Log entry");
    }
  }

  private static ByteString annotation() throws IOException {
    CosignVector vector = CosignVector.of("cosign2-sig-rekor-tsr").findFirst().orElseThrow();
    return ByteString.encodeUtf8(
        Objects.requireNonNull(
            vector.descriptor().annotations().get("dev.sigstore.cosign/bundle")));
  }
}
