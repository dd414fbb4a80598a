package dev.referrers.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.referrers.error.MalformedContentException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the seeds in every build. This goes on from them for a minute:
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 ./mvnw test -pl referrers-core -DargLine=-Djazzer.hooks=true -Dtest=EnvelopeFuzzTest
 * }</pre>
 */
class EnvelopeFuzzTest {

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            "{}",
            "{\"payload\":\"aGk=\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"AA==\"}]}",
            "{\"signatures\":[{\"keyid\":null,\"sig\":\"-_8\"},{\"sig\":\"\",\"keyid\":\"\"}],"
                + "\"payloadType\":\"é\",\"more\":[1e9,{}],\"payload\":\"\"}")
        .map(seed -> seed.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void onlyTypedErrorsComeOut(byte[] json) throws MalformedContentException {
    Envelope envelope;
    try {
      envelope = Envelope.parse(ByteString.of(json));
    } catch (MalformedContentException e) {
      return;
    }
    assertThat(envelope.preAuthenticationEncoding().size()).isGreaterThan(10);
    assertThat(Envelope.parse(envelope.toJson())).isEqualTo(envelope);
  }
}
