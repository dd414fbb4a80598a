package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.referrers.cosign.MigrationRecord.KeptTag;
import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okio.ByteString;
import okio.Okio;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the seeds in every build. This goes on from them for a minute:
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 ./mvnw test -pl referrers-cosign-compat -am -Dsurefire.failIfNoSpecifiedTests=false \
 *   -DargLine=-Djazzer.hooks=true -Dtest=MigrationRecordFuzzTest#onlyTypedErrorsComeOutOfRecords
 * }</pre>
 */
class MigrationRecordFuzzTest {

  static Stream<byte[]> records() throws IOException {
    return Stream.of(json().toByteArray());
  }

  @MethodSource("records")
  @FuzzTest(maxDuration = "1m")
  void onlyTypedErrorsComeOutOfRecords(byte[] json) throws MalformedContentException {
    MigrationRecord record;
    try {
      record = MigrationRecord.parse(ByteString.of(json));
    } catch (MalformedContentException e) {
      assertThat(e).hasMessageStartingWith("Migration record");
      return;
    }
    assertThat(MigrationRecord.parse(record.toJson())).isEqualTo(record);
  }

  static Stream<byte[]> manifests() throws IOException {
    return Stream.of(manifest().bytes().toByteArray());
  }

  /** In base64, a manifest is out of a fuzzer's reach. */
  @MethodSource("manifests")
  @FuzzTest(maxDuration = "1m")
  void onlyTypedErrorsComeOutOfManifests(byte[] manifest) throws IOException {
    String other = ByteString.of(manifest).base64();
    String json = json().utf8().replace(manifest().bytes().base64(), other);

    onlyTypedErrorsComeOutOfRecords(ByteString.encodeUtf8(json).toByteArray());
  }

  private static ByteString json() throws IOException {
    CosignVector vector = vector();
    var config = CosignConfig.of(List.of(vector.descriptor()));
    var kept =
        new KeptTag(
            "sha256-" + "0".repeat(64) + ".sig",
            manifest(),
            Map.of(
                vector.descriptor().digest(),
                vector.blob(),
                config.descriptor().digest(),
                Okio.buffer(config.open()).readByteString()));
    Descriptor subject = manifest().descriptor();
    return new MigrationRecord(subject.bare(), List.of(kept), List.of(subject.digest())).toJson();
  }

  private static ImageManifest manifest() throws IOException {
    Descriptor layer = vector().descriptor();
    var config = CosignConfig.of(List.of(layer)).descriptor();
    return ImageManifest.builder(config).layers(List.of(layer)).build();
  }

  private static CosignVector vector() {
    return CosignVector.of("cosign2-sig-rekor-tsr").findFirst().orElseThrow();
  }
}
