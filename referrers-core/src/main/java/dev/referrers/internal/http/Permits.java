package dev.referrers.internal.http;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Time;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds how many requests are under way to one registry; who waits longest is next. */
final class Permits {

  private final Semaphore permits;

  Permits(int most) {
    permits = new Semaphore(most, true);
  }

  void acquire(String what, Deadline deadline) throws IOException {
    try {
      if (!permits.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        throw deadline.exceeded(what, null);
      }
    } catch (InterruptedException e) {
      throw Time.interrupted("interrupted");
    }
  }

  void release() {
    permits.release();
  }
}
