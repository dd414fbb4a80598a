package dev.referrers.internal.concurrent;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs independent tasks side by side: some on the calling thread, the others on daemon threads
 * that end with the call. After a failure no further task starts and those under way are awaited.
 */
public final class Parallel {

  /** Something to do. */
  public interface Task {
    void run() throws IOException;
  }

  private final List<? extends Task> tasks;
  private final AtomicInteger next = new AtomicInteger();
  private final List<Throwable> failures = new ArrayList<>();
  private volatile boolean stopped;

  private Parallel(List<? extends Task> tasks) {
    this.tasks = tasks;
  }

  /**
   * Runs the tasks, at most {@code atMost} at a time, and returns when none runs any more.
   *
   * @throws IOException the first failure, the others suppressed in it
   * @throws InterruptedIOException when the calling thread is interrupted; tasks under way are then
   *     interrupted too
   */
  public static void run(int atMost, List<? extends Task> tasks) throws IOException {
    new Parallel(tasks).run(Math.min(atMost, tasks.size()));
  }

  private void run(int width) throws IOException {
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < width; i++) {
      var helper = new Thread(this::work, "referrers-parallel-" + i);
      helper.setDaemon(true);
      helper.start();
      helpers.add(helper);
    }
    work();
    join(helpers);
    throwFailures();
  }

  private void work() {
    for (int i = next.getAndIncrement(); i < tasks.size() && !stopped; i = next.getAndIncrement()) {
      try {
        tasks.get(i).run();
      } catch (IOException | RuntimeException | Error e) {
        failed(e);
      }
    }
  }

  private void failed(Throwable failure) {
    stopped = true;
    synchronized (failures) {
      failures.add(failure);
    }
  }

  /** Waits for every helper, so that nothing goes on behind the caller's back. */
  private void join(List<Thread> helpers) {
    boolean interrupted = false;
    for (Thread helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
          failed(new InterruptedIOException("interrupted"));
          helpers.forEach(Thread::interrupt);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void throwFailures() throws IOException {
    Throwable first = first();
    if (first == null) {
      return;
    }
    for (Throwable other : failures) {
      if (other != first) {
        first.addSuppressed(other);
      }
    }
    if (first instanceof IOException e) {
      throw e;
    } else if (first instanceof Error e) {
      throw e;
    }
    throw (RuntimeException) first;
  }

  /** The first failure; when the caller is interrupted, that goes before what came of it. */
  private @Nullable Throwable first() {
    if (Thread.currentThread().isInterrupted()) {
      for (Throwable failure : failures) {
        if (failure instanceof InterruptedIOException) {
          return failure;
        }
      }
    }
    return failures.isEmpty() ? null : failures.get(0);
  }
}
