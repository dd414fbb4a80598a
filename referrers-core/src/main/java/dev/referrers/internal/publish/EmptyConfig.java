package dev.referrers.internal.publish;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.KeyedLocks;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Capabilities;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Knows in which repositories a client has put the blob <code>{}</code>, so that it goes up once.
 * The knowledge ends after an hour or with the client, and is bounded.
 */
final class EmptyConfig {

  /** What makes a client is what it knows; nothing else is shared by its repositories. */
  private static final Map<Capabilities, EmptyConfig> OF_CLIENTS = new WeakHashMap<>();

  private static final long LIFETIME = Duration.ofHours(1).toNanos();
  private static final int MOST = 1024;

  private final KeyedLocks uploads = new KeyedLocks();

  private final Map<String, Long> pushed =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  private EmptyConfig() {}

  /** The knowledge of the repository's client. */
  static EmptyConfig of(Repository repository) {
    synchronized (OF_CLIENTS) {
      return OF_CLIENTS.computeIfAbsent(repository.capabilities(), client -> new EmptyConfig());
    }
  }

  /** Pushes the blob unless it is known to be there; others who need it wait for that. */
  void ensure(Repository repository, Deadline deadline) throws IOException {
    String location = repository.location();
    if (isKnown(location)) {
      return;
    }
    uploads.run(
        location,
        deadline,
        "Upload of the empty config",
        () -> {
          if (!isKnown(location)) {
            repository.pushBlob(Blob.EMPTY_JSON);
            know(location);
          }
        });
  }

  /** To be told when a registry says that it lacks a blob. */
  void forget(String location) {
    synchronized (pushed) {
      pushed.remove(location);
    }
  }

  boolean isKnown(String location) {
    synchronized (pushed) {
      Long since = pushed.get(location);
      return since != null && System.nanoTime() - since < LIFETIME;
    }
  }

  private void know(String location) {
    synchronized (pushed) {
      pushed.remove(location);
      pushed.put(location, System.nanoTime());
    }
  }
}
