package dev.referrers.layouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.attestation.PredicateTypes;
import dev.referrers.cosign.MigrationJournal;
import dev.referrers.cosign.MigrationRecord;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are broken off, at each of their requests, and started again. */
class InterruptedMigrationTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsTheSameWhereverItIsBrokenOff(boolean api) throws IOException {
    int requests = 0;
    boolean broken = true;
    while (broken) {
      try (var legacy = image(api)) {
        List<MigrationRecord> records = new ArrayList<>();
        Map<String, ByteString> tags = legacy.tags();
        legacy.registry.resetRequests();
        legacy.registry.fault(Route.ANY, Fault.loseAnswer().after(requests++).always());

        broken = isBroken(() -> migrate(legacy, records::add));
        legacy.registry.clearFaults();
        migrate(legacy, records::add);

        assertThat(legacy.found()).isEqualTo(found(api ? "REFERRERS_API" : "REFERRERS_TAG"));
        assertThat(legacy.tags()).isEmpty();
        for (MigrationRecord record : records) {
          legacy.migration().rollback(MigrationRecord.parse(record.toJson()));
        }
        assertThat(legacy.tags()).as("after %d requests", requests).isEqualTo(tags);
      }
    }
    assertThat(requests).isGreaterThan(30);
  }

  private interface Task {
    void run() throws IOException;
  }

  private static boolean isBroken(Task task) {
    try {
      task.run();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** By a client that remembers nothing of the one before. */
  private static void migrate(LegacyImage legacy, MigrationJournal journal) throws IOException {
    LegacyImage.migration(legacy.client()).migrateAndRemoveTags(legacy.image, journal);
  }

  private static LegacyImage image(boolean api) throws IOException {
    var behaviour = api ? Behaviour.specified() : Behaviour.specified().withoutReferrersApi();
    var legacy = new LegacyImage(behaviour);
    return legacy.publish(
        legacy.signature(), legacy.attestation(PredicateTypes.SPDX), LegacyImage.sbom());
  }

  private static List<String> found(String source) {
    return List.of(
        "bundle Envelope [" + source + "]",
        "cosign-oci-1-1 SimpleSigning [" + source + "]",
        "referrer Artifact [" + source + "]");
  }
}
