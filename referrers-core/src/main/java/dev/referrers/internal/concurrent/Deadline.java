package dev.referrers.internal.concurrent;

import dev.referrers.error.DeadlineExceededException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When an operation has to be done. Immutable. */
public final class Deadline {

  private final Time time;
  private final long end;
  private final Duration whole;

  private Deadline(Time time, Duration whole) {
    this.time = time;
    this.end = time.nanoTime() + whole.toNanos();
    this.whole = whole;
  }

  public static Deadline in(Duration whole, Time time) {
    return new Deadline(time, whole);
  }

  /** At most 0 when it is over. */
  public long remainingNanos() {
    return end - time.nanoTime();
  }

  public boolean isOver() {
    return remainingNanos() <= 0;
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
