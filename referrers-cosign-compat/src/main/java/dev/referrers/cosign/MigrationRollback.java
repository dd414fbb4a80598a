package dev.referrers.cosign;

import dev.referrers.Deletion;
import dev.referrers.DeletionReport;
import dev.referrers.Publication;
import dev.referrers.cosign.MigrationRecord.KeptTag;
import dev.referrers.error.DeadlineExceededException;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts back the tags of a record. */
final class MigrationRollback {

  private final MigrationSettings settings;
  private final Repository repository;
  private final MigrationRecord record;
  private final List<String> restored = new ArrayList<>();
  private final List<String> merged = new ArrayList<>();
  private final List<String> unchanged = new ArrayList<>();
  private final List<Digest> deleted = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * A rollback.
   *
   * @throws IllegalArgumentException when a tag is none of the record's subject
   */
  MigrationRollback(MigrationSettings settings, MigrationRecord record) {
    this.settings = settings;
    this.repository = settings.repository();
    this.record = record;
    for (KeptTag kept : record.tags()) {
      if (CosignTag.SUFFIXES.stream()
          .noneMatch(
              suffix -> settings.tags().of(record.subject().digest(), suffix).equals(kept.tag()))) {
        throw new IllegalArgumentException(
            "Record needs cosign's tags of %s but has %s"
                .formatted(record.subject().digest(), kept.tag()));
      }
    }
  }

  MigrationRollback restore() throws IOException {
    for (KeptTag kept : record.tags()) {
      restore(kept);
    }
    return this;
  }

  /** Deletes what was added, but for what has become the only one that says so. */
  MigrationRollback delete() throws IOException {
    Set<Digest> added = new LinkedHashSet<>(record.added());
    MigrationPass now = MigrationPass.look(settings, record.subject());
    for (Digest manifest : now.repeated(added)) {
      DeletionReport done = Deletion.in(repository).delete(manifest);
      done.deleted().forEach(each -> deleted.add(each.digest()));
      warnings.addAll(done.warnings());
    }
    return this;
  }

  RollbackReport report() {
    return new RollbackReport(restored, merged, unchanged, deleted, warnings);
  }

  private void restore(KeptTag kept) throws IOException {
    push(kept);
    boolean created = create(kept);
    List<Publication> layers =
        new KeptLayers(kept.tag(), kept.manifest().layers())
            .publish(repository, record.subject(), settings.settle());
    if (layers.stream()
        .allMatch(each -> each.manifest().digest().equals(kept.manifest().digest()))) {
      (created ? restored : unchanged).add(kept.tag());
    } else {
      boolean written = created || layers.stream().anyMatch(Publication::created);
      (written ? merged : unchanged).add(kept.tag());
    }
  }

  private void push(KeptTag kept) throws IOException {
    for (Descriptor each : kept.descriptors()) {
      if (!repository.hasBlob(each.digest())) {
        repository.pushBlob(Blob.of(each.mediaType(), kept.content(each)));
      }
    }
  }

  /**
   * Puts the tag there when there is none, as fast after the look as publishers expect it of each
   * other. Whether it stays, and what to do when there was no time, is the matter of those.
   *
   * @return whether it was tried
   */
  private boolean create(KeptTag kept) throws IOException {
    Repository soon = repository.within(settings.settle().dividedBy(2));
    boolean absent = false;
    try {
      absent = CosignTags.tagged(soon, record.subject().digest(), kept.tag()) == null;
      return absent && soon.pushTag(kept.tag(), kept.manifest(), Precondition.ABSENT).written();
    } catch (DeadlineExceededException e) {
      return absent;
    }
  }
}
