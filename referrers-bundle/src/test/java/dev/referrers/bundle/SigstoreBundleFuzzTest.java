package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the seeds in every build. This goes on from them for a minute:
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 ./mvnw test -pl referrers-bundle -am -Dtest=SigstoreBundleFuzzTest \
 *   -Dsurefire.failIfNoSpecifiedTests=false -DargLine=-Djazzer.hooks=true
 * }</pre>
 */
class SigstoreBundleFuzzTest {

  static Stream<byte[]> seeds() {
    return Stream.concat(
            Bundles.vectors().map(Bundles.Vector::bytes),
            Bundles.conformanceCases().map(Bundles.ConformanceCase::bytes))
        .map(ByteString::toByteArray);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void onlyTypedErrorsComeOut(byte[] json) {
    Attestation attestation;
    try {
      attestation = SigstoreBundle.parse(ByteString.of(json));
    } catch (MalformedContentException | LimitExceededException e) {
      return;
    }
    assertThat(SigstoreBundle.write(attestation)).isEqualTo(ByteString.of(json));
  }
}
