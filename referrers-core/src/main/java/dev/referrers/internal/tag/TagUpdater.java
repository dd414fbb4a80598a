package dev.referrers.internal.tag;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One caller's way to the referrers tag of a subject. Open it before the manifests are pushed: the
 * writer of the moment waits a little for those who are about to come, and writes once for all.
 */
public final class TagUpdater implements AutoCloseable {

  private final TagQueue queue;
  private final Leader caller;
  private boolean queued;

  private TagUpdater(TagQueue queue, Leader caller) {
    this.queue = queue;
    this.caller = caller;
  }

  /**
   * Enters the queue of the subject's tag.
   *
   * @param settle how long a read stays good to write on, and a write has to stay before it counts;
   *     all writers of a tag need the same
   */
  public static TagUpdater open(
      Repository repository, Digest subject, Duration settle, Deadline deadline, Time time) {
    return new TagUpdater(
        TagQueue.enter(repository.location(), subject),
        new Leader(repository, subject, settle, deadline, time));
  }

  /** Reads the tag while there are other things to do; fails when it must not be written. */
  public void readEarly() throws IOException {
    queue.readEarly(caller);
  }

  /**
   * Lists the entries, once per updater, and returns when it is sure that they stay.
   *
   * @param removals entries to take off the list with the same write
   * @return those of {@code removals} that were listed
   * @throws dev.referrers.error.ReferrersTagConflictException when they don't stay, or not in time
   */
  public List<Digest> list(List<Descriptor> entries, Set<Digest> removals) throws IOException {
    var change = new Change(caller.subject(), entries, removals);
    queued = true;
    queue.bringIn(change, caller);
    return change.removed();
  }

  @Override
  public void close() {
    queue.leave(queued);
  }
}
