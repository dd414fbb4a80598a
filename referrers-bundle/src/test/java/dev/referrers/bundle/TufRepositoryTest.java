package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.bundle.internal.sigstore.TufClient;
import dev.referrers.error.SigningServiceException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TufRepositoryTest {

  private static final ByteString FIRST = ByteString.encodeUtf8("{\"first\":1}");
  private static final ByteString SECOND = ByteString.encodeUtf8("{\"second\":2}");

  @TempDir Path cache;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void getsTheFile_thenTheNewOne(boolean ecdsa) throws IOException {
    try (var tuf = TestTuf.start(ecdsa, FIRST)) {
      assertThat(repository(tuf).file(TestTuf.FILE)).isEqualTo(FIRST);

      tuf.publish(2, SECOND);

      assertThat(repository(tuf).file(TestTuf.FILE)).isEqualTo(SECOND);
    }
    assertThat(Security.getProvider("BC")).isNull();
  }

  @Test
  void refusesMetadataByAnotherKey() throws IOException {
    try (var tuf = TestTuf.start(true, FIRST);
        var other = TestTuf.start(true, FIRST)) {
      tuf.files.put("timestamp.json", other.files.get("timestamp.json"));

      assertRefused(repository(tuf), "TUF repository 127.0.0.1:");
    }
  }

  @Test
  void refusesAnotherFile() throws IOException {
    try (var tuf = TestTuf.start(true, FIRST)) {
      tuf.files.replaceAll((name, file) -> name.startsWith("targets/") ? spoilt(file) : file);

      assertRefused(repository(tuf), "sha256");
    }
  }

  @Test
  void refusesAReturnToOlderMetadata() throws IOException {
    try (var tuf = TestTuf.start(true, FIRST)) {
      var old = tuf.files.get("timestamp.json");
      tuf.publish(2, SECOND);
      repository(tuf).file(TestTuf.FILE);
      tuf.files.put("timestamp.json", old);

      assertRefused(repository(tuf), "Expected version 2 or higher but found version 1");
    }
  }

  /** A mirror that is kept from moving on must be noticed, too, when nothing is new. */
  @Test
  void refusesExpiredMetadataThatItHasAlready() throws IOException {
    try (var tuf = TestTuf.start(true, FIRST)) {
      var clock = TestTuf.clock(TestTuf.NOW.plus(Duration.ofHours(11)));
      assertThat(repository(tuf).withClock(clock).file(TestTuf.FILE)).isEqualTo(FIRST);

      assertRefused(
          repository(tuf).withClock(TestTuf.clock(TestTuf.NOW.plus(Duration.ofDays(2)))), "expire");
    }
  }

  @Test
  void tellsWhatIsMissing() throws IOException {
    try (var tuf = TestTuf.start(true, FIRST)) {
      assertThatThrownBy(() -> repository(tuf).signingConfig())
          .isInstanceOf(SigningServiceException.class)
          .hasMessageContaining("signing_config.v0.2.json");
    }
  }

  /** It is verified before anything else is asked for. */
  @Test
  void theRootOfSigstoreDevHolds() throws IOException {
    try (var tuf = TestTuf.start(true, FIRST)) {
      tuf.files.clear();
      var repository =
          TufRepository.of(tuf.url(), TufClient.publicGoodRoot(), cache)
              .withClock(TestTuf.clock(Instant.parse("2025-02-01T00:00:00Z")));

      assertRefused(repository, "timestamp.json");
      assertThat(TufRepository.publicGood(cache)).isNotNull();
    }
  }

  private TufRepository repository(TestTuf tuf) {
    return TufRepository.of(tuf.url(), tuf.root(), cache).withClock(TestTuf.clock(TestTuf.NOW));
  }

  private static ByteString spoilt(ByteString file) {
    return ByteString.encodeUtf8(file.utf8().replace("1", "7"));
  }

  private static void assertRefused(TufRepository repository, String message) {
    assertThatThrownBy(() -> repository.file(TestTuf.FILE))
        .isInstanceOf(SigningServiceException.class)
        .hasMessageContaining(message);
  }
}
