package dev.referrers.internal.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.ReferrersTagConflictException;
import dev.referrers.error.ResponseException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.support.MemoryRepository;
import dev.referrers.support.MemoryStore;
import dev.referrers.support.MemoryStore.ETags;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class TagQueueTest {

  private static final Duration D = Duration.ofMillis(200);
  private static final Duration SHORT = Duration.ofMillis(120);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Digest SUBJECT = entry("image").digest();
  private static final String TAG = ReferrersTag.of(SUBJECT);

  private final MemoryStore store = new MemoryStore();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    assertThat(TagQueue.count()).isZero();
  }

  @Test
  void callersWithClientsOfTheirOwnShareOneWrite() throws Exception {
    List<Future<?>> callers = new ArrayList<>();
    CountDownLatch ready = new CountDownLatch(16);
    for (int i = 0; i < 16; i++) {
      Descriptor entry = entry("e" + i);
      callers.add(
          threads.submit(
              () -> {
                try (var updater = openPatiently()) {
                  ready.countDown();
                  ready.await();
                  return updater.list(List.of(entry), Set.of(), in(LONG));
                }
              }));
    }
    await(callers);

    assertThat(listed()).hasSize(16);
    assertThat(store.calls()).containsExactly("GET tag", "PUT tag", "HEAD tag");
  }

  @Test
  void sixteenCallersShareEachWriteAgain() throws Exception {
    List<Future<?>> callers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      int caller = i;
      callers.add(
          threads.submit(
              () -> {
                for (int n = caller; n < 64; n += 16) {
                  list(MemoryRepository.of(store), entry("e" + n));
                }
                return null;
              }));
    }
    await(callers);

    assertThat(listed()).hasSize(64);
    assertThat(store.calls()).hasSizeLessThanOrEqualTo(4 * 3 + 6); // some may come late
  }

  @Test
  void aLeaderThatMayNotWriteFailsAlone() throws Exception {
    CountDownLatch joined = new CountDownLatch(1);
    store.before(
        "PUT tag",
        () -> {
          uninterrupted(joined);
          throw MemoryRepository.refusal(403, "DENIED", "read only");
        });

    Future<?> leader = threads.submit(() -> list(MemoryRepository.of(store), entry("a")));
    awaitCall("PUT tag");
    Future<?> waiter = threads.submit(() -> list(MemoryRepository.of(store), entry("b")));
    joined.countDown();

    assertThatThrownBy(leader::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ResponseException.class);
    waiter.get();
    assertThat(listed()).containsExactly(entry("b"));
  }

  @Test
  void anInterruptedLeaderLeavesTheOthersToTheNext() throws Exception {
    var first = open(MemoryRepository.of(store));
    var second = open(MemoryRepository.of(store));
    Thread[] leader = new Thread[1];
    CountDownLatch leads = new CountDownLatch(1);
    Future<?> interrupted =
        threads.submit(
            () -> {
              leader[0] = Thread.currentThread();
              leads.countDown();
              try (first) {
                return first.list(List.of(entry("a")), Set.of(), in(LONG));
              }
            });
    leads.await();
    Future<?> waiter =
        threads.submit(
            () -> {
              try (second) {
                return second.list(List.of(entry("b")), Set.of(), in(LONG));
              }
            });
    awaitCall("PUT tag");
    leader[0].interrupt();

    assertThatThrownBy(interrupted::get).hasCauseInstanceOf(InterruptedIOException.class);
    waiter.get();
    assertThat(listed()).containsExactlyInAnyOrder(entry("a"), entry("b"));
    assertThat(store.calls()).containsOnlyOnce("PUT tag");
  }

  @Test
  void whoIsInterruptedBeforeTheWriteIsNotWrittenByTheNext() throws Exception {
    try (var comes = open(MemoryRepository.of(store))) {
      Thread caller = Thread.currentThread();
      Future<?> interrupting =
          threads.submit(
              () -> {
                while (caller.getState() != Thread.State.TIMED_WAITING) {
                  Thread.sleep(1);
                }
                caller.interrupt();
                return null;
              });

      assertThatThrownBy(() -> list(MemoryRepository.of(store), entry("a")))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      interrupting.get();
      comes.list(List.of(entry("b")), Set.of(), in(LONG));
    }

    assertThat(listed()).containsExactly(entry("b"));
  }

  @Test
  void aWaiterHasADeadlineOfItsOwn() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    store.before("PUT tag", () -> uninterrupted(over));

    Future<?> leader = threads.submit(() -> list(MemoryRepository.of(store), entry("a")));
    awaitCall("PUT tag");

    assertThatThrownBy(() -> list(MemoryRepository.of(store), entry("b"), Duration.ofMillis(30)))
        .isInstanceOf(ReferrersTagConflictException.class)
        .hasMessageContaining("was written 0 times, but manifest " + entry("b").digest());
    over.countDown();
    leader.get();
    assertThat(listed()).containsExactly(entry("a"));
  }

  @Test
  void anInterruptedWaiterLeavesTheLeaderAlone() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    store.before("PUT tag", () -> uninterrupted(over));

    Future<?> leader = threads.submit(() -> list(MemoryRepository.of(store), entry("a")));
    awaitCall("PUT tag");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> list(MemoryRepository.of(store), entry("b")))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    over.countDown();
    leader.get();
    assertThat(listed()).containsExactly(entry("a"));
  }

  @ParameterizedTest
  @EnumSource(ETags.class)
  void nothingThatWasAcknowledgedIsLostBetweenProcesses(ETags etags) throws Exception {
    store.etags(etags);
    long seed = System.nanoTime();
    var schedule = new Random(seed);
    store.delays(() -> soon(schedule), () -> delay(schedule));
    Collection<Descriptor> acknowledged = new ConcurrentLinkedQueue<>();
    List<Future<?>> callers = new ArrayList<>();
    for (int process = 0; process < 4; process++) {
      MemoryRepository access = MemoryRepository.of(store).inProcess(process);
      for (int thread = 0; thread < 3; thread++) {
        String name = process + "-" + thread + "-";
        callers.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 4; n++) {
                    list(access, entry(name + n), LONG, SHORT);
                    acknowledged.add(entry(name + n));
                  }
                  return null;
                }));
      }
    }
    await(callers);

    assertThat(acknowledged).hasSize(48);
    assertThat(listed()).as("seed " + seed).containsExactlyInAnyOrderElementsOf(acknowledged);
  }

  /** Well within the window, as the rule wants it of a write that was sent in time. */
  private static long soon(Random schedule) {
    synchronized (schedule) {
      return schedule.nextInt(6);
    }
  }

  /** Mostly short, at times too long for a write to be sent, or for its answer to be awaited. */
  private static long delay(Random schedule) {
    synchronized (schedule) {
      int kind = schedule.nextInt(100);
      long settle = SHORT.toMillis();
      return kind < 90 ? schedule.nextInt(6) : kind < 97 ? settle / 4 + 5 : settle + 20;
    }
  }

  private static List<Digest> list(MemoryRepository access, Descriptor entry) throws IOException {
    return list(access, entry, LONG);
  }

  private static List<Digest> list(MemoryRepository access, Descriptor entry, Duration deadline)
      throws IOException {
    return list(access, entry, deadline, D);
  }

  private static List<Digest> list(
      MemoryRepository access, Descriptor entry, Duration deadline, Duration settle)
      throws IOException {
    try (var updater = TagUpdater.open(access, SUBJECT, settle, Time.SYSTEM)) {
      return updater.list(List.of(entry), Set.of(), in(deadline));
    }
  }

  private static TagUpdater open(MemoryRepository access) {
    return TagUpdater.open(access, SUBJECT, D, Time.SYSTEM);
  }

  /** With time enough for sixteen threads to come on a busy machine. */
  private TagUpdater openPatiently() {
    return TagUpdater.open(MemoryRepository.of(store), SUBJECT, Duration.ofSeconds(3), Time.SYSTEM);
  }

  private static Deadline in(Duration duration) {
    return Deadline.in(duration, Time.SYSTEM);
  }

  private List<Descriptor> listed() {
    return ((ImageIndex) store.at(TAG)).manifests();
  }

  private void awaitCall(String call) throws InterruptedException {
    while (!store.calls().contains(call)) {
      Thread.sleep(1);
    }
  }

  private static void await(List<Future<?>> callers) throws Exception {
    for (Future<?> caller : callers) {
      caller.get();
    }
  }

  private static void uninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Descriptor entry(String content) {
    return Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8(content));
  }
}
