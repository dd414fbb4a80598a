package dev.referrers.internal.layout;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.KeyedLocks;
import dev.referrers.internal.concurrent.Parallel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets one writer of a layout at a time change its index, of all threads of all processes. The lock
 * ends with the process that holds it. It is on a file of its own, which stays: {@code index.json}
 * is replaced by each write.
 */
final class IndexLock {

  static final String FILE = "index.json.lock";

  /** One for all layouts: a process has but one lock on a file. */
  private static final KeyedLocks THREADS = new KeyedLocks();

  private static final long LONGEST_PAUSE = Duration.ofMillis(10).toNanos();

  private final Path file;
  private final String location;

  IndexLock(Path root, String location) {
    this.file = root.resolve(FILE);
    this.location = location;
  }

  void run(Deadline deadline, Parallel.Task task) throws IOException {
    THREADS.run(
        location,
        deadline,
        what(),
        () -> {
          // closing the channel gives the lock back
          try (FileChannel channel = SafeFiles.openLock(file)) {
            acquire(channel, deadline);
            task.run();
          }
        });
  }

  private void acquire(FileChannel channel, Deadline deadline) throws IOException {
    while (!SafeFiles.access("Lock", file, () -> tryLock(channel))) {
      deadline.sleep(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE), what(), null);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this library was loaded twice
    }
  }

  private String what() {
    return "Update of " + location;
  }
}
