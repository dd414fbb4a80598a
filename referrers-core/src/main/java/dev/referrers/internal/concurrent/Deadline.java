package dev.referrers.internal.concurrent;

import dev.referrers.error.DeadlineExceededException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When an operation has to be done. Immutable. */
public final class Deadline {

  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final Time time;
  private final long end;
  private final Duration whole;

  private Deadline(Time time, Duration whole) {
    this.time = time;
    this.end = time.nanoTime() + whole.toNanos();
    this.whole = whole;
  }

  /**
   * So long from now.
   *
   * @throws IllegalArgumentException when the duration is not positive
   */
  public static Deadline in(Duration whole, Time time) {
    if (whole.isNegative() || whole.isZero()) {
      throw new IllegalArgumentException("Deadline needs to be positive but is " + whole);
    }
    return new Deadline(time, whole.compareTo(LONGEST) < 0 ? whole : LONGEST);
  }

  /** This one, or one by the same time if that is earlier. */
  public Deadline orEarlier(@Nullable Deadline other) {
    return other == null || end - other.end <= 0 ? this : other;
  }

  /** When it is over, as {@link Time#nanoTime()} tells it. */
  public long nanoTime() {
    return end;
  }

  /** At most 0 when it is over. */
  public long remainingNanos() {
    return end - time.nanoTime();
  }

  public boolean isOver() {
    return remainingNanos() <= 0;
  }

  /** Whether something is left of it after a pause. */
  public boolean outlasts(Duration pause) {
    return pause.compareTo(Duration.ofNanos(remainingNanos())) < 0;
  }

  /**
   * Waits.
   *
   * @param what named in the exception
   * @throws DeadlineExceededException at once, when the pause does not fit
   */
  public void sleep(long nanos, String what, @Nullable Throwable cause) throws IOException {
    if (nanos >= remainingNanos()) {
      throw exceeded(what, cause);
    }
    time.sleep(nanos);
  }

  public DeadlineExceededException exceeded(String what, @Nullable Throwable cause) {
    return new DeadlineExceededException(what, whole, cause);
  }
}
