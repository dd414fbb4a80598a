package dev.referrers.cosign;

import dev.referrers.Candidate;
import dev.referrers.Deletion;
import dev.referrers.DeletionReport;
import dev.referrers.attestation.Attestation;
import dev.referrers.cosign.MigrationRecord.KeptTag;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts back the tags of a record. */
final class MigrationRollback {

  private final MigrationSettings settings;
  private final Repository repository;
  private final CosignTag tags;
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
    this.tags = settings.tags();
    this.record = record;
    for (KeptTag kept : record.tags()) {
      if (CosignTag.SUFFIXES.stream()
          .noneMatch(suffix -> tags.of(record.subject().digest(), suffix).equals(kept.tag()))) {
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
    FetchedManifest current = CosignTags.tagged(repository, record.subject().digest(), kept.tag());
    if (current == null && create(kept)) {
      restored.add(kept.tag());
      return;
    }
    List<Descriptor> lost = lost(kept, current);
    if (lost.isEmpty()) {
      unchanged.add(kept.tag());
    } else {
      append(kept, lost);
      merged.add(kept.tag());
    }
  }

  /** False when another one was there first. */
  private boolean create(KeptTag kept) throws IOException {
    push(kept, kept.descriptors());
    if (!repository.pushTag(kept.tag(), kept.manifest(), Precondition.ABSENT).written()) {
      return false;
    }
    return repository.resolve(kept.tag()).digest().equals(kept.manifest().digest());
  }

  private void push(KeptTag kept, List<Descriptor> blobs) throws IOException {
    for (Descriptor each : blobs) {
      if (!repository.hasBlob(each.digest())) {
        repository.pushBlob(Blob.of(each.mediaType(), kept.content(each)));
      }
    }
  }

  private List<Descriptor> lost(KeptTag kept, @Nullable FetchedManifest current)
      throws IOException {
    FetchedManifest now = current == null ? repository.require(kept.tag()) : current;
    ImageManifest manifest = CosignTags.image(kept.tag(), now);
    return kept.manifest().layers().stream()
        .filter(layer -> !manifest.layers().contains(layer))
        .toList();
  }

  /** Behind what others have put there, by the rules of all who write to such tags. */
  private void append(KeptTag kept, List<Descriptor> lost) throws IOException {
    push(kept, lost); // to be read from there
    var snapshot = new TagSnapshot(kept.tag(), kept.manifest());
    List<Attestation> attestations = new ArrayList<>();
    for (Descriptor layer : lost) {
      Candidate candidate = snapshot.candidate(repository, layer);
      attestations.add(candidate.attestation());
    }
    CosignEncoding encoding = CosignEncoding.standard().withPrefix(tags.prefix());
    CosignPublisher.into(repository, encoding).build().publishAll(record.subject(), attestations);
  }
}
