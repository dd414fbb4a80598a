package dev.referrers.internal.tag;

import static java.util.Objects.requireNonNull;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.internal.tag.TaggedList.Merged;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One caller's way to a tag that many write. Open it before the manifests are pushed: the writer of
 * the moment waits a little for those who are about to come, and writes once for all.
 */
public final class TagUpdater implements AutoCloseable {

  /**
   * An edit that stays.
   *
   * @param manifest the list that was seen
   * @param added those of the additions that were not there before
   * @param removed what was taken off
   */
  public record Edited(Manifest manifest, Set<Descriptor> added, Set<Descriptor> removed) {}

  private final TagQueue queue;
  private final Repository repository;
  private final TaggedList list;
  private final Duration settle;
  private final Time time;
  private @Nullable Change change;

  private TagUpdater(Repository repository, TaggedList list, Duration settle, Time time) {
    this.queue = TagQueue.enter(repository.location(), list);
    this.repository = repository;
    this.list = list;
    this.settle = settle;
    this.time = time;
  }

  /**
   * Enters the queue of the subject's referrers tag.
   *
   * @param settle how long an entry has to stay before it counts; all writers of a tag need the
   *     same, for they write within half of it after their read
   */
  public static TagUpdater open(Repository repository, Digest subject, Duration settle, Time time) {
    return new TagUpdater(repository, new ReferrersList(subject), settle, time);
  }

  /** Enters the queue of a tag that holds layers. */
  public static TagUpdater open(
      Repository repository, LayerList layers, Duration settle, Time time) {
    return new TagUpdater(repository, layers, settle, time);
  }

  /** Notes that a tag was deleted: from now on a doubtful 404 for it is believed. */
  public static void forget(Repository repository, String tag) {
    SeenTags.remove(Leader.place(repository, tag));
  }

  /**
   * Works out what the referrers tag would hold.
   *
   * @return null when it has all of it
   */
  public static @Nullable Manifest preview(
      Repository repository, Digest subject, List<Descriptor> entries, Set<Digest> removals)
      throws IOException {
    Merged merged = preview(repository, new ReferrersList(subject), edit(entries, removals));
    return merged == null ? null : merged.manifest();
  }

  /**
   * Works out what a tag would hold.
   *
   * @return null when it has all of it
   */
  public static @Nullable Merged preview(Repository repository, LayerList layers, Edit edit)
      throws IOException {
    return preview(repository, (TaggedList) layers, edit);
  }

  private static @Nullable Merged preview(Repository repository, TaggedList list, Edit edit)
      throws IOException {
    Snapshot now = Snapshot.read(repository, list, Time.SYSTEM);
    var change = new Change(list, edit, Duration.ZERO);
    return list.merge(now.manifest(), List.of(change), repository.limits());
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
    return bringIn(edit(entries, removals), deadline).removed().stream()
        .map(Descriptor::digest)
        .distinct()
        .toList();
  }

  /**
   * Edits the list, once per updater, and returns when it is sure that the additions stay.
   *
   * @throws dev.referrers.error.RegistryException the conflict of such a list, when they don't
   *     stay, or not in time, or it is not known
   */
  public Edited edit(Edit edit, Deadline deadline) throws IOException {
    try {
      Change done = bringIn(edit, deadline);
      return new Edited(requireNonNull(done.seenIn()), done.added(), done.removed());
    } catch (IOException e) {
      throw change != null && change.wasStored() ? change.unknown(e) : e;
    }
  }

  private Change bringIn(Edit edit, Deadline deadline) throws IOException {
    var mine = new Change(list, edit, settle);
    change = mine;
    Duration left = Duration.ofNanos(Math.max(1, deadline.remainingNanos()));
    queue.bringIn(mine, caller(deadline, repository.within(left)));
    return mine;
  }

  /** Whether the list lacked something at some time, so that it had to be written. */
  public boolean hasWritten() {
    return change != null && change.wasWritten();
  }

  private static Edit edit(List<Descriptor> entries, Set<Digest> removals) {
    return new Edit(entries, entry -> removals.contains(entry.digest()), false);
  }

  private Leader caller(Deadline deadline, Repository access) {
    return new Leader(access, list, settle, deadline, time);
  }

  @Override
  public void close() {
    queue.leave(change != null);
  }
}
