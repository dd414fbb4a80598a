package dev.referrers.support;

import dev.referrers.internal.concurrent.Time;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Time that passes only while somebody sleeps, and lets things happen meanwhile. A sleep ends at
 * once, so threads that share one don't overlap in it.
 */
public final class FakeTime implements Time {

  private record Event(long at, Runnable action) {}

  private final List<Event> events = new ArrayList<>();
  private long now;

  /** Has something happen that long from now. */
  public synchronized void in(Duration delay, Runnable action) {
    events.add(new Event(now + delay.toNanos(), action));
  }

  /** Lets time pass, as a slow call does. */
  public void pass(Duration duration) {
    advance(duration.toNanos());
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public void sleep(long nanos) throws InterruptedIOException {
    advance(nanos);
    if (Thread.currentThread().isInterrupted()) {
      throw Time.interrupted("interrupted");
    }
  }

  private synchronized void advance(long nanos) {
    long end = now + nanos;
    List<Event> due = events.stream().filter(event -> event.at <= end).toList();
    events.removeAll(due);
    due.stream()
        .sorted(Comparator.comparingLong(Event::at))
        .forEach(
            event -> {
              now = Math.max(now, event.at);
              event.action.run();
            });
    now = Math.max(now, end);
  }
}
