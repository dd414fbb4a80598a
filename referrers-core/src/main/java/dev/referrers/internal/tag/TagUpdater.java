package dev.referrers.internal.tag;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One caller's way to the referrers tag of a subject. Open it before the manifests are pushed: the
 * writer of the moment waits a little for those who are about to come, and writes once for all.
 */
public final class TagUpdater implements AutoCloseable {

  private final TagQueue queue;
  private final Repository repository;
  private final Digest subject;
  private final Duration settle;
  private final Time time;
  private @Nullable Change change;

  private TagUpdater(Repository repository, Digest subject, Duration settle, Time time) {
    this.queue = TagQueue.enter(repository.location(), subject);
    this.repository = repository;
    this.subject = subject;
    this.settle = settle;
    this.time = time;
  }

  /**
   * Enters the queue of the subject's tag.
   *
   * @param settle how long an entry has to stay before it counts; all writers of a tag need the
   *     same, for they write within half of it after their read
   */
  public static TagUpdater open(Repository repository, Digest subject, Duration settle, Time time) {
    return new TagUpdater(repository, subject, settle, time);
  }

  /**
   * Works out what the tag would hold.
   *
   * @return null when it has all of it
   */
  public static @Nullable ImageIndex preview(
      Repository repository, Digest subject, List<Descriptor> entries, Set<Digest> removals)
      throws IOException {
    Snapshot now = Snapshot.read(repository, subject, Time.SYSTEM);
    return IndexMerge.merge(
        now.index(), List.of(new Change(subject, entries, removals, Duration.ZERO)));
  }

  /**
   * Reads the tag while there are other things to do.
   *
   * @throws dev.referrers.error.MalformedContentException when it holds something that must not be
   *     overwritten
   * @throws dev.referrers.error.ImmutableTagException when it is known that it can't be moved
   */
  public void readEarly() throws IOException {
    queue.readEarly(caller(Deadline.in(settle, time), repository));
  }

  /**
   * Lists the entries, once per updater, and returns when it is sure that they stay.
   *
   * @param removals entries to take off the list with the same write
   * @return those of {@code removals} that were listed
   * @throws dev.referrers.error.ReferrersTagConflictException when they don't stay, or not in time
   */
  public List<Digest> list(List<Descriptor> entries, Set<Digest> removals, Deadline deadline)
      throws IOException {
    var mine = new Change(subject, entries, removals, settle);
    change = mine;
    Duration left = Duration.ofNanos(Math.max(1, deadline.remainingNanos()));
    queue.bringIn(mine, caller(deadline, repository.within(left)));
    return mine.removed();
  }

  /** Whether the list lacked something at some time, so that it had to be written. */
  public boolean hasWritten() {
    return change != null && change.wasWritten();
  }

  private Leader caller(Deadline deadline, Repository access) {
    return new Leader(access, subject, settle, deadline, time);
  }

  @Override
  public void close() {
    queue.leave(change != null);
  }
}
