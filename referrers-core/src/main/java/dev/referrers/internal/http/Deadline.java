package dev.referrers.internal.http;

import dev.referrers.error.DeadlineExceededException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When an operation has to be done. Immutable. */
final class Deadline {

  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final long nanoTime;
  private final Duration whole;

  private Deadline(long nanoTime, Duration whole) {
    this.nanoTime = nanoTime;
    this.whole = whole;
  }

  /**
   * @throws IllegalArgumentException when the duration is not positive
   */
  static Deadline in(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("Deadline needs to be positive but is " + duration);
    }
    Duration whole = duration.compareTo(LONGEST) < 0 ? duration : LONGEST;
    return new Deadline(System.nanoTime() + whole.toNanos(), whole);
  }

  Deadline orEarlier(@Nullable Deadline other) {
    return other == null || nanoTime - other.nanoTime <= 0 ? this : other;
  }

  /** In terms of {@link System#nanoTime()}. */
  long nanoTime() {
    return nanoTime;
  }

  /** At most 0 when it is over. */
  long remainingNanos() {
    return nanoTime - System.nanoTime();
  }

  boolean isOver() {
    return remainingNanos() <= 0;
  }

  /** Whether something is left of it after a pause. */
  boolean outlasts(Duration pause) {
    return pause.compareTo(Duration.ofNanos(remainingNanos())) < 0;
  }

  void sleep(Duration pause) throws InterruptedIOException {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  DeadlineExceededException exceeded(String what, @Nullable Throwable cause) {
    return new DeadlineExceededException(what, whole, cause);
  }

  /** To throw where the thread was interrupted; sets its flag again. */
  static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }
}
