package dev.referrers.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.DeadlineExceededException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class KeyedLocksTest {

  private final KeyedLocks locks = new KeyedLocks();

  @Test
  void oneAtATimeForAKeyAndNobodyWaitsForAnother() throws IOException {
    List<String> order = new ArrayList<>();

    locks.run("a", soon(), "Outer", () -> run("b", order));

    assertThat(order).containsExactly("b");
  }

  @Test
  void whoWaitsKeepsItsDeadline() {
    assertThatThrownBy(() -> locks.run("a", soon(), "Outer", () -> onAnotherThread(() -> run("a"))))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageStartingWith("Inner did not end within 50 ms");
  }

  @Test
  void whoWaitsCanBeInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> run("a"))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("Inner was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  private void run(String key) throws IOException {
    run(key, new ArrayList<>());
  }

  private void run(String key, List<String> order) throws IOException {
    locks.run(key, soon(), "Inner", () -> order.add(key));
  }

  private static void onAnotherThread(Parallel.Task task) throws IOException {
    var result = new FutureTask<>(() -> failureOf(task));
    new Thread(result).start();
    try {
      throw result.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static IOException failureOf(Parallel.Task task) {
    try {
      task.run();
      return new IOException("no failure");
    } catch (IOException e) {
      return e;
    }
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofMillis(50), Time.SYSTEM);
  }
}
