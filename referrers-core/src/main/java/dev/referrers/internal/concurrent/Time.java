package dev.referrers.internal.concurrent;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/** Time that passes, and waiting for it; a test has one of its own. */
public interface Time {

  /** The real one. */
  Time SYSTEM =
      new Time() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedIOException {
          try {
            TimeUnit.NANOSECONDS.sleep(nanos);
          } catch (InterruptedException e) {
            throw interrupted("interrupted");
          }
        }
      };

  /** As {@link System#nanoTime()}. */
  long nanoTime();

  /** Lets time pass; returns at once for nothing or less. */
  void sleep(long nanos) throws InterruptedIOException;

  /** To throw where the thread was interrupted; sets its flag again. */
  static InterruptedIOException interrupted(String message) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException(message);
  }
}
