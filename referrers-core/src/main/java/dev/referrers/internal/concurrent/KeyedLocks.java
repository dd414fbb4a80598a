package dev.referrers.internal.concurrent;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One lock for each key that is in use, to do something once for all who need it. */
public final class KeyedLocks {

  private static final class Entry {
    private final ReentrantLock lock = new ReentrantLock();
    private int users; // guarded by the map's lock on the key
  }

  private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

  /**
   * Runs the task while nobody else runs one for the key.
   *
   * @param what named in the exception when the deadline passes before it's our turn
   */
  public void run(String key, Deadline deadline, String what, Parallel.Task task)
      throws IOException {
    Entry entry = enter(key);
    try {
      if (!entry.lock.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        throw deadline.exceeded(what, null);
      }
      try {
        task.run();
      } finally {
        entry.lock.unlock();
      }
    } catch (InterruptedException e) {
      throw Time.interrupted(what + " was interrupted");
    } finally {
      entries.computeIfPresent(key, (same, used) -> --used.users == 0 ? null : used);
    }
  }

  private Entry enter(String key) {
    return entries.compute(
        key,
        (same, existing) -> {
          Entry entry = existing == null ? new Entry() : existing;
          entry.users++;
          return entry;
        });
  }
}
