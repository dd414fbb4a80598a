package dev.referrers.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Everything that a registry keeps between requests. */
final class RegistryContent {

  final Uploads uploads = new Uploads();
  final AtomicInteger tagWrites = new AtomicInteger();
  final AtomicInteger referrerPushes = new AtomicInteger();
  private final Map<String, FakeRepository> repositories = new ConcurrentHashMap<>();

  FakeRepository repository(String name) {
    return repositories.computeIfAbsent(name, any -> new FakeRepository());
  }

  /** The repository, or null when nothing was ever put there. */
  @Nullable FakeRepository existing(String name) {
    return repositories.get(name);
  }

  /** Whether this is the turn of a write to be lost. */
  static boolean drops(AtomicInteger counter, int every) {
    return every > 0 && counter.incrementAndGet() % every == 0;
  }
}
