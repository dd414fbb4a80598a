package dev.referrers.internal.tag;

import dev.referrers.error.ReferrersTagConflictException;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.io.IOException;
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

  private final Digest subject;
  private final String tag;
  private final List<Descriptor> additions;
  private final Set<Digest> removals;
  private final Duration settle;
  private final Set<Digest> removed = new LinkedHashSet<>();
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
  Change(Digest subject, List<Descriptor> additions, Set<Digest> removals, Duration settle) {
    this.subject = subject;
    this.tag = ReferrersTag.of(subject);
    this.additions = List.copyOf(additions);
    this.removals = Set.copyOf(removals);
    this.settle = settle;
  }

  List<Descriptor> additions() {
    return additions;
  }

  Set<Digest> removals() {
    return removals;
  }

  Duration settle() {
    return settle;
  }

  /** Notes an entry that goes with the next write, if it goes for this change. */
  void removes(Digest entry) {
    if (removals.contains(entry)) {
      removed.add(entry);
    }
  }

  List<Digest> removed() {
    return List.copyOf(removed);
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

  ReferrersTagConflictException conflict(@Nullable IOException cause) {
    var manifests = additions.stream().map(Descriptor::digest).toList();
    return new ReferrersTagConflictException(subject, tag, manifests, writes, cause);
  }
}
