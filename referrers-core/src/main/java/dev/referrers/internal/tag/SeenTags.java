package dev.referrers.internal.tag;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers for an hour which tags of lists this process has seen or written, so that a doubtful
 * 404 is not taken for an empty list. Bounded.
 */
final class SeenTags {

  private static final long LIFETIME = Duration.ofHours(1).toNanos();
  private static final int MOST = 4096;

  private static final Map<String, Long> SEEN =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  private SeenTags() {}

  static void add(String tag, long now) {
    synchronized (SEEN) {
      SEEN.remove(tag); // the eldest goes first
      SEEN.put(tag, now);
    }
  }

  static void remove(String tag) {
    synchronized (SEEN) {
      SEEN.remove(tag);
    }
  }

  static boolean contains(String tag, long now) {
    synchronized (SEEN) {
      Long since = SEEN.get(tag);
      return since != null && now - since < LIFETIME;
    }
  }
}
