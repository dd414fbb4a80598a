package dev.referrers.internal.tag;

import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one caller wants the list to be, and how far that got. The leader of its queue works on it;
 * others look at it under the queue's lock.
 */
final class Change {

  private final TaggedList list;
  private final Edit edit;
  private final Duration settle;
  private final Set<Descriptor> added = new LinkedHashSet<>();
  private final Set<Descriptor> removed = new LinkedHashSet<>();
  private @Nullable Manifest seenIn;
  private int writes;
  private boolean stored;
  private int losses;
  private int strikes;
  private @Nullable IOException lastStrike;
  private @Nullable IOException failure;
  private volatile boolean over;

  /**
   * @param settle how long the additions have to stay
   */
  Change(TaggedList list, Edit edit, Duration settle) {
    this.list = list;
    this.edit = edit;
    this.settle = settle;
  }

  List<Descriptor> additions() {
    return edit.additions();
  }

  Edit edit() {
    return edit;
  }

  Duration settle() {
    return settle;
  }

  /** Whether the entry goes for any of them. */
  static boolean isRemoved(Descriptor entry, List<Change> changes) {
    return changes.stream().anyMatch(change -> change.edit.removals().test(entry));
  }

  /** Notes an entry that comes with the next write. */
  void adds(Descriptor entry) {
    added.add(entry);
  }

  /** Notes an entry that goes with the next write, if it goes for this change. */
  void removes(Descriptor entry) {
    if (edit.removals().test(entry)) {
      removed.add(entry);
    }
  }

  /** Those of the additions that were missing at some time. */
  Set<Descriptor> added() {
    return added;
  }

  Set<Descriptor> removed() {
    return removed;
  }

  /** A write that carries it is about to be sent. */
  void isWritten() {
    writes++;
  }

  boolean wasWritten() {
    return writes > 0;
  }

  /** A write that carries it was accepted, or it was seen in the list. */
  void isStored() {
    stored = true;
  }

  /** Whether it has to be in the list now. */
  boolean wasStored() {
    return stored;
  }

  /** Another writer took it away again. */
  void isLost() {
    stored = false;
    losses++;
  }

  /**
   * A write was dropped, or there is no telling whether it was made, or it could not be tried.
   *
   * @return how often that was so
   */
  int isStruck(@Nullable IOException cause) {
    isLost();
    lastStrike = cause == null ? lastStrike : cause;
    return ++strikes;
  }

  int losses() {
    return losses;
  }

  /** It is in this list, and stays. */
  void isSeenIn(@Nullable Manifest manifest) {
    seenIn = manifest;
  }

  @Nullable Manifest seenIn() {
    return seenIn;
  }

  /** Nobody needs to work on it any more: it is listed, has failed, or its caller left. */
  boolean isOver() {
    return over;
  }

  void end() {
    over = true;
  }

  void fail() {
    failure = conflict(lastStrike);
    over = true;
  }

  void throwFailure() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  /** The error when it was in the list, and something failed before it was known to stay. */
  IOException unknown(IOException cause) {
    if (cause.getClass() == InterruptedIOException.class) {
      var interrupted = new InterruptedIOException(conflict(null).getMessage());
      interrupted.initCause(cause);
      return interrupted;
    }
    return cause.getClass() == conflict(null).getClass() ? cause : conflict(cause);
  }

  IOException conflict(@Nullable IOException cause) {
    return list.conflict(additions(), writes, cause);
  }
}
