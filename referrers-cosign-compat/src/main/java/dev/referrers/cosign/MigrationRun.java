package dev.referrers.cosign;

import dev.referrers.Deletion;
import dev.referrers.DeletionReport;
import dev.referrers.Publication;
import dev.referrers.error.DeadlineExceededException;
import dev.referrers.error.UnconfirmedPublicationException;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The migration of one subject, pass by pass: what a pass finds missing is published, and the next
 * one reads it back. A pass that finds nothing missing has seen all in one reading, and only then
 * tags go. Others may publish all the while; what they add makes another pass.
 */
final class MigrationRun {

  /** With others who publish all the time there is no end to it. */
  private static final int MOST_PASSES = 10;

  private final MigrationSettings settings;

  private final Descriptor subject;
  private final @Nullable MigrationJournal journal;
  private final Map<MigrationEntry.Key, MigrationStep> steps = new LinkedHashMap<>();
  private final Set<MigrationEntry.Key> attempted = new HashSet<>();
  private final List<Publication> published = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * A run.
   *
   * @param journal null to leave the tags
   */
  MigrationRun(MigrationSettings settings, Descriptor subject, @Nullable MigrationJournal journal) {
    this.settings = settings;
    this.subject = subject;
    this.journal = journal;
  }

  MigrationReport run() throws IOException {
    boolean done = false;
    for (int pass = 0; !done && pass < MOST_PASSES; pass++) {
      MigrationPass now = look();
      done = now.missing().isEmpty() && (journal == null || removeTags(now, journal));
      if (!now.missing().isEmpty()) {
        publish(now);
      }
    }
    if (!done) {
      look();
      warnings.add(
          "Others have published all the time: after %d passes there may be more to migrate"
              .formatted(MOST_PASSES));
    }
    return new MigrationReport(subject, List.copyOf(steps.values()), published, removed, warnings);
  }

  /** Fails when something does not show that was published before. */
  private MigrationPass look() throws IOException {
    MigrationPass now = MigrationPass.look(settings, subject);
    now.entries().forEach(entry -> steps.put(entry.key(), entry.step()));
    if (now.missing().stream().anyMatch(entry -> attempted.contains(entry.key()))) {
      throw new UnconfirmedPublicationException(subject.digest(), added(), null);
    }
    return now;
  }

  private void publish(MigrationPass now) throws IOException {
    published.addAll(now.publish());
    now.missing().forEach(entry -> attempted.add(entry.key()));
  }

  private List<Digest> added() {
    return published.stream().map(each -> each.manifest().digest()).distinct().toList();
  }

  /** False when a tag has moved since it was read. */
  private boolean removeTags(MigrationPass now, MigrationJournal journal) throws IOException {
    warnings.clear(); // those of an earlier look at the same tags
    List<TagSnapshot> whole = new ArrayList<>();
    for (TagSnapshot tag : now.tags()) {
      String stays = now.stays(tag);
      if (stays == null) {
        whole.add(tag);
      } else {
        warnings.add(stays);
      }
    }
    if (whole.isEmpty()) {
      return true;
    }
    Repository repository = settings.repository();
    journal.keep(MigrationRecord.of(repository, subject, whole, added()));
    boolean still = true;
    for (TagSnapshot tag : whole) {
      still &= remove(repository, tag);
    }
    return still;
  }

  /**
   * Within half of the settle time from the last look: a deletion that is tried again later would
   * take what another publisher has seen stay.
   */
  private boolean remove(Repository repository, TagSnapshot tag) throws IOException {
    Repository soon = repository.within(settings.settle().dividedBy(2));
    try {
      Descriptor current = soon.find(tag.tag());
      if (current != null && !current.digest().equals(tag.manifest().digest())) {
        return false;
      }
      if (current != null) {
        DeletionReport done = Deletion.in(soon).deleteTag(tag.tag());
        removed.addAll(done.tags());
        warnings.addAll(done.warnings());
      }
      return true;
    } catch (DeadlineExceededException e) {
      return false;
    }
  }
}
