package dev.referrers.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ParallelTest {

  @Test
  void runsAllWithTheCallerAmongTheThreads() throws IOException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    var together = new CyclicBarrier(3);
    Parallel.Task task =
        () -> {
          threads.add(Thread.currentThread());
          meet(together);
        };

    Parallel.run(3, List.of(task, task, task));

    assertThat(threads).hasSize(3).contains(Thread.currentThread());
    assertThat(threads).filteredOn(Thread::isAlive).containsExactly(Thread.currentThread());
  }

  @Test
  void runsNoMoreThanAllowedAtOnce() throws IOException {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    Parallel.Task task =
        () -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          Time.SYSTEM.sleep(1_000_000);
          running.decrementAndGet();
        };

    Parallel.run(2, Stream.generate(() -> task).limit(10).toList());

    assertThat(most).hasValue(2);
  }

  @Test
  void afterAFailureNothingStartsAndWhatRunsIsAwaited() {
    var failed = new CountDownLatch(1);
    var ended = new AtomicInteger();
    Parallel.Task failing =
        () -> {
          failed.countDown();
          throw new IOException("first");
        };
    Parallel.Task slow =
        () -> {
          await(failed);
          Time.SYSTEM.sleep(5_000_000);
          ended.incrementAndGet();
        };

    assertThatThrownBy(() -> Parallel.run(2, List.of(failing, slow, ended::incrementAndGet)))
        .isInstanceOf(IOException.class)
        .hasMessage("first");

    assertThat(ended.get()).isLessThanOrEqualTo(1);
  }

  @Test
  void otherFailuresAreSuppressedInTheFirst() {
    var together = new CyclicBarrier(2);
    Parallel.Task failing =
        () -> {
          meet(together);
          throw new IllegalStateException("failed");
        };

    assertThatThrownBy(() -> Parallel.run(2, List.of(failing, failing)))
        .isInstanceOf(IllegalStateException.class)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  @Test
  void anInterruptOfTheCallerEndsTheOthersToo() {
    var caller = Thread.currentThread();
    var interrupted = new AtomicInteger();
    var helped = new CountDownLatch(1);
    Parallel.Task stuck =
        () -> {
          if (Thread.currentThread() == caller) {
            while (helped.getCount() > 0) {
              Thread.onSpinWait();
            }
          } else {
            helped.countDown();
            caller.interrupt();
            try {
              Time.SYSTEM.sleep(Long.MAX_VALUE);
            } finally {
              interrupted.incrementAndGet();
            }
          }
        };

    assertThatThrownBy(() -> Parallel.run(2, List.of(stuck, stuck)))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(interrupted).hasValue(1);
  }

  @Test
  void nothingToDoIsDone() throws IOException {
    Parallel.run(4, List.of());
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
