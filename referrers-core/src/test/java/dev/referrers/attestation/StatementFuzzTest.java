package dev.referrers.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the seeds in every build; {@link EnvelopeFuzzTest} says how to go on from them. */
class StatementFuzzTest {

  private static final Digest IMAGE = Digest.sha256(ByteString.EMPTY);

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            Statement.signature(IMAGE, Map.of("k", "v")).bytes().utf8(),
            "{\"_type\":\"https://in-toto.io/Statement/v0.1\",\"predicateType\":\"\",\"subject\":"
                + "[{\"name\":null,\"digest\":{\"sha256\":\"zz\"}},{\"annotations\":{\"a\":1}}],"
                + "\"predicate\":\"text\"}")
        .map(seed -> seed.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void onlyTypedErrorsComeOut(byte[] json) {
    ByteString bytes = ByteString.of(json);
    try {
      Statement statement = Statement.parse(bytes);
      assertThat(statement.bytes()).isSameAs(bytes);
      statement.subject().forEach(each -> each.matches(IMAGE));
    } catch (MalformedContentException e) {
      assertThat(e).hasMessageStartingWith("Statement: ");
    }
  }
}
