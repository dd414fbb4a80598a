package dev.referrers.internal.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The most recently used entries, so that a client of very many repositories stays small. */
final class Recent<K, V> {

  private static final int MAX_ENTRIES = 1000;

  private final Map<K, V> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  synchronized @Nullable V get(K key) {
    return entries.get(key);
  }

  synchronized void put(K key, V value) {
    entries.put(key, value);
  }

  synchronized void remove(K key, V value) {
    entries.remove(key, value);
  }
}
