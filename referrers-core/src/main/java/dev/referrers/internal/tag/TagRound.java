package dev.referrers.internal.tag;

import dev.referrers.error.ConnectionException;
import dev.referrers.error.DeadlineExceededException;
import dev.referrers.error.ResponseException;
import dev.referrers.internal.tag.TaggedList.Merged;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.PushedTag;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The protocol that brings changes into the tag and makes sure that they stay. For one leader at a
 * time; the next goes on where the last stopped.
 *
 * <p>Everybody who keeps the rule sends a write within a quarter of the settle time after their
 * read, or drops what they read, and gives it up after half of it; the other half is for a registry
 * that is slow to make a write that was given up. So once the tag was left alone for the settle
 * time after our write, whoever read before has written, and whoever reads later sees our entries.
 * Where our own writes are slow we wait longer. A write that the registry made on a condition it is
 * known to check needs no such wait.
 */
final class TagRound {

  /** Where our writes are slow, those of others are, too, and may land long after they gave up. */
  private static final int SLOWEST_FACTOR = 4;

  /** Rivals are outlasted until the deadline, a registry that drops writes is not. */
  private static final int MOST_STRIKES = 10;

  private static final int MOST_ODD_REFUSALS = 3;

  /**
   * The tag held all pending changes.
   *
   * @param state what it pointed to when that was put, or seen
   * @param checked whether it was put on a condition that the registry checks
   * @param whole whether the state is all that a further write needs
   */
  private record Calm(Snapshot state, boolean checked, boolean whole) {}

  private final Consumer<Change> over;
  private final List<Change> pending = new ArrayList<>();
  private @Nullable Calm calm;
  private @Nullable Snapshot known;
  private @Nullable Digest replaced;
  private @Nullable Digest ready;
  private long slowest;
  private @Nullable Snapshot refused;
  private boolean unconditional;
  private int refusals;
  private int oddRefusals;

  /**
   * @param over told of every change that is done or has failed
   */
  TagRound(Consumer<Change> over) {
    this.over = over;
  }

  /** Looks whether the last write has stayed, once it is time for that. */
  void settle(Leader leader) throws IOException {
    if (calm == null) {
      return;
    }
    if (!calm.checked) {
      long since = leader.time().nanoTime() - calm.state.answered();
      leader.pause(Math.max(longestSettle(), SLOWEST_FACTOR * slowest) - since, null);
    }
    Calm last = calm;
    calm = null;
    long sent = leader.time().nanoTime();
    var found = leader.repository().find(leader.list().tag());
    if (Objects.equals(found == null ? null : found.digest(), last.state.digest())) {
      known = last.whole ? last.state.seenAgain(sent, leader.time().nanoTime()) : null;
      List.copyOf(pending).forEach(change -> finish(change, last.state));
    }
  }

  /**
   * Looks at the tag, and writes it when something is missing.
   *
   * @param fresh changes to take up
   * @param early what the tag held a moment ago, to be used if that is not too long ago
   */
  void advance(Leader leader, List<Change> fresh, @Nullable Snapshot early) throws IOException {
    boolean first = pending.isEmpty();
    pending.addAll(fresh);
    pending.removeIf(Change::isOver);
    Snapshot last = known;
    known = null;
    if (pending.isEmpty()) {
      return;
    }
    Snapshot now = look(leader, first ? usable(leader, last, early) : null);
    judgeRefusal(leader, now);
    if (lostAny(leader, now)) {
      leader.pause(leader.backOff(mostLosses()), null);
      now = look(leader, null);
    }
    bringIn(leader, now);
  }

  private static @Nullable Snapshot usable(
      Leader leader, @Nullable Snapshot known, @Nullable Snapshot early) {
    if (known != null && leader.isFresh(known)) {
      return known;
    }
    return early != null && leader.isFresh(early) ? early : null;
  }

  /**
   * What the tag holds. Where it was seen before, an absence in doubt is never believed; elsewhere
   * it is, for some registries send nothing better.
   */
  private static Snapshot look(Leader leader, @Nullable Snapshot first) throws IOException {
    Snapshot now = first == null ? leader.read() : first;
    for (int n = 1; now.doubt() != null && leader.hasSeenTag(); n++) {
      leader.pause(now.answered() + leader.patience(n) - leader.time().nanoTime(), now.doubt());
      now = leader.read();
    }
    return now;
  }

  /** Forgets a change whose caller has left. */
  void drop(Change change) {
    pending.remove(change);
  }

  private void bringIn(Leader leader, Snapshot now) throws IOException {
    if (pending.isEmpty()) {
      return;
    }
    Merged merged = leader.list().merge(now.manifest(), pending, leader.repository().limits());
    if (merged == null) {
      stay(leader, now);
      return;
    }
    leader.requireMovable(now);
    boolean pushed = push(leader, merged.blobs());
    Precondition precondition = unconditional ? Precondition.NONE : now.precondition();
    boolean checked = leader.trusts(precondition);
    if (checked || leader.isFresh(now)) {
      write(leader, now, merged.manifest(), precondition, checked);
    } else if (!pushed) { // else it is only the read that has to be made again
      strike(null);
    }
  }

  /** Sees to it that the blobs are there; false when they were already. */
  private boolean push(Leader leader, List<Blob> blobs) throws IOException {
    boolean any = false;
    for (Blob blob : blobs) {
      if (!blob.descriptor().digest().equals(ready)) {
        leader.repository().pushBlob(blob);
        ready = blob.descriptor().digest();
        any = true;
      }
    }
    return any;
  }

  /** Nothing is missing. That may be the work of a stale writer's rival, so it has to stay. */
  private void stay(Leader leader, Snapshot now) {
    if (leader.knowsConditionalTags()) {
      List.copyOf(pending).forEach(change -> finish(change, now));
    } else {
      pending.forEach(Change::isStored);
      calm = new Calm(now, false, true);
    }
  }

  private void write(
      Leader leader, Snapshot now, Manifest merged, Precondition precondition, boolean checked)
      throws IOException {
    String tag = leader.list().tag();
    Repository access = checked ? leader.repository() : leader.forTheWrite(now);
    pending.forEach(Change::isWritten);
    PushedTag pushed;
    long start = leader.time().nanoTime();
    try {
      pushed = access.pushTag(tag, merged, precondition);
    } catch (IOException e) {
      slowest = Math.max(slowest, leader.time().nanoTime() - start);
      mayHaveLanded(leader, e);
      return;
    }
    slowest = Math.max(slowest, leader.time().nanoTime() - start);
    if (!pushed.written()) {
      if (precondition == Precondition.NONE) {
        throw TagRefusal.immovable(leader); // what else could a 412 mean
      }
      refused = now;
      refusals++;
      leader.pause(leader.backOff(1) * (refusals - 1) / 16, null);
      return;
    }
    leader.sawTag();
    pending.forEach(Change::isStored);
    calm =
        new Calm(
            now.replacedBy(merged, pushed, leader.time().nanoTime()),
            checked,
            now.tellsVersionsAs(pushed));
    replaced = now.digest();
    refusals = 0;
    leader
        .repository()
        .listener()
        .tagWritten(leader.repository().location(), tag, pending.size(), name(precondition));
  }

  /** Goes on after a failure that leaves open whether the tag was written: the next look tells. */
  private void mayHaveLanded(Leader leader, IOException e) throws IOException {
    long pause = leader.backOff(mostLosses() + 1);
    if (e instanceof ResponseException answer) {
      if (answer.status() < 500 && answer.status() != 429 && answer.status() != 408) {
        throw TagRefusal.of(answer, leader);
      }
      if (answer.retryAfter() != null) {
        pause = Math.max(pause, answer.retryAfter().toNanos());
      }
    } else if (!(e instanceof ConnectionException || e instanceof DeadlineExceededException)) {
      throw e;
    }
    strike(e);
    leader.pause(pause, e);
  }

  /**
   * Learns from a refused write. When the tag is what it was, its condition was not what the write
   * failed of: a proxy weakened the ETag, or the tag may not be moved (Harbor says so with a 412).
   */
  private void judgeRefusal(Leader leader, Snapshot now) {
    if (refused == null) {
      return;
    }
    if (!refused.isSameAs(now)) {
      oddRefusals = 0;
      if (refused.manifest()
          != null) { // else it may have been refused for being immutable, meanwhile
        leader.learn(Feature.CONDITIONAL_TAGS, true, "PUT tag on If-Match: 412");
      }
    } else if (++oddRefusals == MOST_ODD_REFUSALS) {
      unconditional = true;
      leader.learn(Feature.CONDITIONAL_TAGS, false, "PUT tag, not moved since: 412");
    }
    refused = null;
  }

  /** Whether the tag lacks something that was written. */
  private boolean lostAny(Leader leader, Snapshot now) {
    boolean any = false;
    for (Change change : List.copyOf(pending)) {
      if (change.wasStored() && !leader.list().holds(now.manifest(), change)) {
        any = true;
        if (Objects.equals(now.digest(), replaced)) {
          strike(change, null); // as if we had never written
        } else {
          change.isLost();
        }
      }
    }
    return any && !pending.isEmpty();
  }

  private void strike(@Nullable IOException cause) {
    List.copyOf(pending).forEach(change -> strike(change, cause));
  }

  private void strike(Change change, @Nullable IOException cause) {
    if (change.isStruck(cause) >= MOST_STRIKES) {
      change.fail();
      finish(change, null);
    }
  }

  /** Who wants to wait longer knows of slower writers, and all share the one wait. */
  private long longestSettle() {
    return pending.stream().mapToLong(change -> change.settle().toNanos()).max().orElse(0);
  }

  private int mostLosses() {
    return pending.stream().mapToInt(Change::losses).max().orElse(0);
  }

  private void finish(Change change, @Nullable Snapshot state) {
    change.isSeenIn(state == null ? null : state.manifest());
    pending.remove(change);
    over.accept(change);
  }

  private static @Nullable String name(Precondition precondition) {
    if (precondition instanceof Precondition.Unchanged) {
      return "If-Match";
    }
    return precondition instanceof Precondition.Absent ? "If-None-Match" : null;
  }
}
