package dev.referrers.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SingleFlightTest {

  private final SingleFlight<String, String> flights = new SingleFlight<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CompletableFuture<String> work = new CompletableFuture<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void oneDoesTheWorkOfAll() throws Exception {
    Future<String> leader = lead();
    Future<String> follower = threads.submit(() -> flights.run("key", in(5000), () -> "own"));
    String other = flights.run("other", in(5000), () -> "other");

    work.complete("shared");

    assertThat(leader.get()).isEqualTo("shared");
    assertThat(follower.get()).isIn("shared", "own");
    assertThat(other).isEqualTo("other");
    assertThat(flights.run("key", in(5000), () -> "next")).isEqualTo("next");
  }

  @Test
  void followerWaitsUntilItsDeadline() throws Exception {
    Future<String> leader = lead();

    assertThatThrownBy(() -> flights.run("key", in(20), () -> "own"))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("timeout");
    assertThat(leader.isDone()).isFalse();
  }

  @Test
  void followerCanBeInterrupted() throws Exception {
    Future<String> leader = lead();

    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> flights.run("key", in(5000), () -> "own"))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(leader.isDone()).isFalse();
  }

  @Test
  void failureIsShared() throws Exception {
    Future<String> leader = lead();
    Future<String> follower = threads.submit(this::follow);

    work.completeExceptionally(new IOException("refused"));

    assertThatThrownBy(leader::get).hasRootCauseMessage("refused");
    assertThatThrownBy(follower::get).hasRootCauseMessage("refused");
  }

  @Test
  void anotherTakesOverFromAnInterruptedOne() throws Exception {
    Future<String> leader = lead();
    Future<String> follower = threads.submit(() -> flights.run("key", in(5000), () -> "own"));

    leader.cancel(true);

    assertThat(follower.get()).isEqualTo("own");
  }

  private String follow() throws IOException {
    return flights.run("key", in(5000), this::await);
  }

  private Future<String> lead() throws InterruptedException {
    Future<String> leader = threads.submit(this::follow);
    started.await();
    return leader;
  }

  private String await() throws IOException {
    started.countDown();
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static long in(long millis) {
    return System.nanoTime() + Duration.ofMillis(millis).toNanos();
  }
}
