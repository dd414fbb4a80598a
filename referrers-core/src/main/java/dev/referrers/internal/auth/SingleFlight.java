package dev.referrers.internal.auth;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets threads that want the same thing at the same time share the work of one. They share its
 * failure too, unless its thread was interrupted or late: then another takes over.
 */
final class SingleFlight<K, V> {

  interface Work<V> {
    V run() throws IOException;
  }

  private final Map<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();

  /**
   * @param deadlineNanos in terms of {@link System#nanoTime()}
   * @throws InterruptedIOException when the thread is interrupted or the deadline passes while it
   *     waits for another
   */
  V run(K key, long deadlineNanos, Work<V> work) throws IOException {
    while (true) {
      var own = new CompletableFuture<V>();
      CompletableFuture<V> other = flights.putIfAbsent(key, own);
      if (other == null) {
        return lead(key, own, deadlineNanos, work);
      }
      try {
        return join(other, deadlineNanos);
      } catch (CancellationException e) {
        // the other gave up for a reason of its own
      }
    }
  }

  private V lead(K key, CompletableFuture<V> flight, long deadlineNanos, Work<V> work)
      throws IOException {
    try {
      V value = work.run();
      flight.complete(value);
      return value;
    } catch (IOException | RuntimeException | Error e) {
      if (!Thread.currentThread().isInterrupted() && deadlineNanos - System.nanoTime() > 0) {
        flight.completeExceptionally(e);
      }
      throw e;
    } finally {
      flights.remove(key, flight);
      flight.cancel(false);
    }
  }

  private V join(CompletableFuture<V> flight, long deadlineNanos) throws IOException {
    try {
      return flight.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (TimeoutException e) {
      throw new InterruptedIOException("timeout");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
