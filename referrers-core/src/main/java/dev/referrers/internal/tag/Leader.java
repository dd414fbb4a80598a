package dev.referrers.internal.tag;

import dev.referrers.error.ImmutableTagException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The means of the caller that works for all who wait: its own access, time and patience.
 *
 * @param settle how long an entry has to stay; see {@link TagRound}
 */
record Leader(
    Repository repository, TaggedList list, Duration settle, Deadline deadline, Time time) {

  Snapshot read() throws IOException {
    Snapshot now = Snapshot.read(repository, list, time);
    if (now.manifest() != null) {
      sawTag();
    } else if (now.doubt() == null) {
      SeenTags.remove(place());
    }
    return now;
  }

  /** Notes that the tag is there. */
  void sawTag() {
    SeenTags.add(place(), time.nanoTime());
  }

  /** Whether this process has seen the tag, and since then nothing that makes its end certain. */
  boolean hasSeenTag() {
    return SeenTags.contains(place(), time.nanoTime());
  }

  private String place() {
    return place(repository, list.tag());
  }

  /** What a tag is remembered by. */
  static String place(Repository repository, String tag) {
    return repository.location() + ':' + tag;
  }

  /** Whether a write may still be sent on what was read. */
  boolean isFresh(Snapshot snapshot) {
    return time.nanoTime() - snapshot.sent() <= settle.toNanos() / 4;
  }

  /** Access that gives a write up in time. */
  Repository forTheWrite(Snapshot snapshot) {
    long passed = time.nanoTime() - snapshot.sent();
    return repository.within(Duration.ofNanos(Math.max(1, settle.toNanos() / 2 - passed)));
  }

  /** Fails when the tag is there and the registry is known not to let it be moved. */
  void requireMovable(Snapshot now) throws ImmutableTagException {
    String location = repository.location();
    if (now.manifest() != null && repository.capabilities().lacks(location, Feature.MOVABLE_TAGS)) {
      throw new ImmutableTagException(location, list.tag(), null);
    }
  }

  boolean knowsConditionalTags() {
    return repository.capabilities().supports(repository.location(), Feature.CONDITIONAL_TAGS);
  }

  /**
   * Whether the registry is known to check this condition. What its answers have shown is about
   * {@code If-Match}; only who pins the feature says that new tags are safe too.
   */
  boolean trusts(Precondition precondition) {
    var known = repository.capabilities().fact(repository.location(), Feature.CONDITIONAL_TAGS);
    return known != null
        && known.supported()
        && (precondition instanceof Precondition.Unchanged
            || (precondition instanceof Precondition.Absent && known.expires() == null));
  }

  void learn(Feature feature, boolean supported, String evidence) {
    repository.capabilities().learn(repository.location(), feature, supported, evidence);
  }

  void pause(long nanos, @Nullable IOException cause) throws IOException {
    if (nanos > 0) {
      deadline.sleep(nanos, "Update of " + list.name(), cause);
    }
  }

  /** What to wait before the n-th further look: a time that doubles, up to four settle times. */
  long patience(int n) {
    return (settle.toNanos() / 4) << Math.min(n - 1, 4);
  }

  /**
   * A random part of the time that a read stays fresh, doubled after each further loss: rivals who
   * collided once shall not do so again.
   */
  long backOff(int losses) {
    return ThreadLocalRandom.current().nextLong(patience(losses) + 1);
  }
}
