package dev.referrers.layouts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.Registry;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.cosign.MigrationRecord;
import dev.referrers.cosign.RollbackReport;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RollbackTest {

  private final LegacyImage legacy = new LegacyImage(Behaviour.specified());

  @AfterEach
  void close() {
    legacy.close();
  }

  @Test
  void tagsAreRestoredByteForByteThoughTheRegistryHasForgottenAll() throws IOException {
    legacy.publish(legacy.signature(), legacy.attestation(PredicateTypes.SPDX), LegacyImage.sbom());
    Map<String, ByteString> before = legacy.tags();
    MigrationRecord record = migrate();
    collectGarbage(record);

    RollbackReport done = legacy.migration().rollback(record);

    assertThat(done.restored()).containsExactlyInAnyOrderElementsOf(before.keySet());
    assertThat(legacy.tags()).isEqualTo(before);
    assertThat(legacy.found()).hasSize(5); // the SBOM and the envelope in both layouts
    assertThat(legacy.migration().rollback(record).unchanged()).hasSize(3);
  }

  @Test
  void whatOthersAppendedMeanwhileStays() throws IOException {
    legacy.publish(legacy.attestation(PredicateTypes.SPDX), legacy.signature());
    MigrationRecord record = migrate();
    Attestation later = legacy.attestation(PredicateTypes.CYCLONEDX);
    legacy.publish(later);
    List<Descriptor> theirs = legacy.layers(".att");

    RollbackReport done = legacy.migration().rollback(record);

    assertThat(done.merged()).containsExactly(legacy.tag(".att"));
    assertThat(done.restored()).containsExactly(legacy.tag(".sig"));
    assertThat(legacy.layers(".att"))
        .containsExactly(theirs.get(0), kept(record, ".att").layers().get(0));
  }

  @Test
  void aLayerThatNoPublisherWouldWriteComesBackAsItIs() throws IOException {
    legacy.publish(legacy.attestation(PredicateTypes.SPDX));
    Descriptor bare = legacy.layers(".att").get(0).withAnnotations(Annotations.NONE);
    ImageManifest manifest =
        ImageManifest.parse("Manifest", requireNonNull(legacy.tags().get(legacy.tag(".att"))));
    legacy.stored.pushManifest(
        manifest.mediaType(),
        manifest.newBuilder().layers(List.of(bare)).build().bytes(),
        legacy.tag(".att"));
    MigrationRecord record = migrate();
    legacy.publish(legacy.attestation(PredicateTypes.CYCLONEDX));

    legacy.migration().rollback(record);

    assertThat(legacy.layers(".att")).hasSize(2).endsWith(bare);
  }

  /** One that saw no tag a moment before it was put back, and writes all the same. */
  @Test
  void aTagThatAStaleWriterOverwritesIsMergedAgain() throws Exception {
    legacy.publish(legacy.attestation(PredicateTypes.CYCLONEDX));
    ByteString theirs = requireNonNull(legacy.tags().get(legacy.tag(".att")));
    Descriptor layer = legacy.layers(".att").get(0);
    legacy.stored.deleteManifest(legacy.tag(".att"));
    legacy.publish(legacy.attestation(PredicateTypes.SPDX));
    MigrationRecord record = migrate();
    staleWriteOf(Digest.sha256(theirs));

    RollbackReport done =
        LegacyImage.migration(forgetful()).withSettle(Duration.ofMillis(300)).rollback(record);

    assertThat(done.merged()).containsExactly(legacy.tag(".att"));
    assertThat(legacy.layers(".att")).containsExactly(layer, kept(record, ".att").layers().get(0));
  }

  @Test
  void whatWasAddedIsDeletedOnRequest() throws IOException {
    legacy.publish(legacy.signature(), legacy.attestation(PredicateTypes.SPDX), LegacyImage.sbom());
    List<String> before = legacy.found();
    MigrationRecord record = migrate();
    Descriptor theirs = legacy.stored.addReferrer(legacy.image, "text/plain", Annotations.NONE);

    RollbackReport done = legacy.migration().rollbackAndDelete(record);

    assertThat(done.deleted()).containsExactlyInAnyOrderElementsOf(record.added()).hasSize(3);
    assertThat(legacy.stored.referrers(legacy.image.digest()))
        .extracting(Descriptor::digest)
        .containsExactly(theirs.digest());
    legacy.stored.deleteManifest(theirs.digest().toString());
    assertThat(legacy.found()).isEqualTo(before);
  }

  @Test
  void whatNoTagHoldsAnyMoreIsNotDeleted() throws IOException {
    legacy.publish(legacy.attestation(PredicateTypes.SPDX));
    MigrationRecord record = migrate();

    var nothing = new MigrationRecord(record.subject(), List.of(), record.added());
    RollbackReport done = legacy.migration().rollbackAndDelete(nothing);

    assertThat(done.deleted()).isEmpty();
    assertThat(legacy.stored.referrers(legacy.image.digest())).hasSize(1);
  }

  @Test
  void anotherSbomIsNotOverwritten() throws IOException {
    legacy.publish(LegacyImage.sbom());
    MigrationRecord record = migrate();
    legacy.publish(LegacyImage.sbom("other"));
    Map<String, ByteString> theirs = legacy.tags();

    assertThatThrownBy(() -> legacy.migration().rollback(record))
        .isInstanceOf(LimitExceededException.class);

    assertThat(legacy.tags()).isEqualTo(theirs);
  }

  @Test
  void noOtherTagsAreWritten() throws IOException {
    legacy.publish(legacy.attestation(PredicateTypes.SPDX));
    MigrationRecord record = migrate();
    String forged = record.toJson().utf8().replace(legacy.tag(".att"), "1.0");

    assertThatThrownBy(() -> legacy.migration().rollback(parse(forged)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Record needs cosign's tags of " + legacy.image.digest() + " but has 1.0");
  }

  @Test
  void recordsAreReadStrictly() throws IOException {
    legacy.publish(legacy.attestation(PredicateTypes.SPDX));
    String json = migrate().toJson().utf8();

    assertThat(parse(json).toJson().utf8()).isEqualTo(json);
    assertMalformed(json.replace("\"version\":1", "\"version\":2"), "expected 1 but was 2");
    assertMalformed(json.replace("\"added\"", "\"more\""), "expected no such member");
    assertMalformed(json.replaceFirst("\"sha256:[0-9a-f]{64}\":\"[^\"]*\",", ""), "is missing");
    assertMalformed(json.replaceFirst("(\"sha256:[0-9a-f]{64}\":\")[^\"]*", "$1AAAA"), "another");
    assertMalformed(json.replace("\"tag\":\"sha256", "\"tag\":\"/../sha256"), "Tag");
  }

  private static void assertMalformed(String json, String message) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining(message);
  }

  private static MigrationRecord parse(String json) throws IOException {
    return MigrationRecord.parse(ByteString.encodeUtf8(json));
  }

  private MigrationRecord migrate() throws IOException {
    List<MigrationRecord> records = new ArrayList<>();
    legacy.migration().migrateAndRemoveTags(legacy.image, records::add);
    assertThat(legacy.tags()).isEmpty();
    return records.get(0);
  }

  /** By a client that does not know whether conditions are checked, and waits. */
  private Repository forgetful() {
    return Registry.at(legacy.registry.host())
        .allowPlainHttp(legacy.registry.host())
        .build()
        .repository("acme/api");
  }

  /** Lets a write of another one land a moment after the next write. */
  private void staleWriteOf(Digest manifest) {
    var first = new AtomicBoolean(true);
    var later = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);
    legacy.registry.fault(
        Route.PUT_MANIFEST,
        path -> {
          if (first.getAndSet(false)) {
            later.execute(() -> legacy.stored.tag(legacy.tag(".att"), manifest));
          }
          return false;
        },
        Fault.status(500));
  }

  private void collectGarbage(MigrationRecord record) {
    for (MigrationRecord.KeptTag kept : record.tags()) {
      legacy.stored.deleteManifest(kept.manifest().digest().toString());
      legacy.stored.deleteBlob(kept.manifest().config().digest());
      kept.manifest().layers().forEach(layer -> legacy.stored.deleteBlob(layer.digest()));
    }
  }

  private ImageManifest kept(MigrationRecord record, String suffix) {
    return record.tags().stream()
        .filter(each -> each.tag().endsWith(suffix))
        .map(MigrationRecord.KeptTag::manifest)
        .findFirst()
        .orElseThrow();
  }
}
