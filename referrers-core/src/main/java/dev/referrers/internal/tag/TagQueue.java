package dev.referrers.internal.tag;

import dev.referrers.error.DeadlineExceededException;
import dev.referrers.internal.concurrent.Time;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one process to one tag, whichever client objects they come through. One of the
 * callers leads: it writes for all who wait. When it is done, or fails, the next one leads, with
 * its own access.
 */
final class TagQueue {

  private record Key(String location, String tag) {}

  private static final ConcurrentMap<Key, TagQueue> QUEUES = new ConcurrentHashMap<>();

  private final Key key;
  private int users; // guarded by the map's lock on the key

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Change> waiting = new ArrayDeque<>();
  private final TagRound round = new TagRound(this::over);
  private boolean led;
  private int underWay;
  private int returning;
  private boolean reading;
  private @Nullable Snapshot early;

  private TagQueue(Key key) {
    this.key = key;
  }

  /** Enters the queue of the tag; every {@code enter} needs a {@link #leave}. */
  static TagQueue enter(String location, TaggedList list) {
    TagQueue queue =
        QUEUES.compute(
            new Key(location, list.tag()),
            (key, existing) -> {
              TagQueue entered = existing == null ? new TagQueue(key) : existing;
              entered.users++;
              return entered;
            });
    queue.announce();
    return queue;
  }

  /**
   * Leaves the queue.
   *
   * @param queued whether the caller came to {@link #bringIn}
   */
  void leave(boolean queued) {
    if (!queued) {
      lock.lock();
      try {
        underWay--;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
    QUEUES.computeIfPresent(key, (same, queue) -> --queue.users == 0 ? null : queue);
  }

  /** How many queues are in use. */
  static int count() {
    return QUEUES.size();
  }

  /** Reads the tag before it is needed, unless somebody has just done so, or leads. */
  void readEarly(Leader caller) throws IOException {
    if (!startReading(caller)) {
      return;
    }
    Snapshot read = null;
    try {
      read = caller.read();
      caller.requireMovable(read);
    } finally {
      endReading(read);
    }
  }

  /** Has the change brought in by whoever leads, and returns when it is sure to stay. */
  void bringIn(Change change, Leader caller) throws IOException {
    lock.lock();
    try {
      underWay--;
      waiting.add(change);
      changed.signalAll();
      while (!change.isOver()) {
        awaitTurn(change, caller);
        if (!change.isOver()) {
          led = true;
          lead(change, caller);
        }
      }
    } finally {
      lock.unlock();
    }
    change.throwFailure();
  }

  /** Works for all until the caller's own change is done; a failure is the caller's alone. */
  private void lead(Change change, Leader leader) throws IOException {
    lock.unlock();
    boolean done = false;
    try {
      for (round.settle(leader); !change.isOver(); round.settle(leader)) {
        List<Change> fresh = takeBatch(leader);
        round.advance(leader, fresh, takeEarly());
      }
      done = true;
    } catch (DeadlineExceededException e) {
      throw change.conflict(e);
    } finally {
      lock.lock();
      if (!done) {
        waiting.remove(change);
        round.drop(change);
      }
      led = false;
      changed.signalAll();
    }
  }

  private void awaitTurn(Change change, Leader caller) throws IOException {
    String what = "Update of " + caller.list().name();
    while (led && !change.isOver()) {
      long left = caller.deadline().remainingNanos();
      if (left <= 0) {
        abandon(change);
        throw change.conflict(caller.deadline().exceeded(what, null));
      }
      try {
        changed.awaitNanos(left);
      } catch (InterruptedException e) {
        abandon(change);
        throw Time.interrupted(what + " was interrupted");
      }
    }
  }

  /** The leader may be at work on it: it finds out by itself. */
  private void abandon(Change change) {
    waiting.remove(change);
    change.end();
  }

  /** Takes what waits, having waited itself for those who are about to come. */
  private List<Change> takeBatch(Leader leader) throws IOException {
    lock.lock();
    try {
      long patience = Math.min(leader.settle().toNanos() / 4, leader.deadline().remainingNanos());
      while (!waiting.isEmpty() && underWay + returning > 0 && patience > 0) {
        patience = changed.awaitNanos(patience);
      }
      returning = 0;
      List<Change> batch = List.copyOf(waiting);
      waiting.clear();
      return batch;
    } catch (InterruptedException e) {
      throw Time.interrupted("interrupted before the update of " + leader.list().name());
    } finally {
      lock.unlock();
    }
  }

  private void over(Change change) {
    lock.lock();
    try {
      change.end();
      returning++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void announce() {
    lock.lock();
    try {
      underWay++;
      returning = Math.max(0, returning - 1);
    } finally {
      lock.unlock();
    }
  }

  private boolean startReading(Leader caller) {
    lock.lock();
    try {
      boolean needless = led || reading || (early != null && caller.isFresh(early));
      reading |= !needless;
      return !needless;
    } finally {
      lock.unlock();
    }
  }

  private void endReading(@Nullable Snapshot read) {
    lock.lock();
    try {
      reading = false;
      early = led ? null : read;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Snapshot takeEarly() {
    lock.lock();
    try {
      Snapshot taken = early;
      early = null;
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
