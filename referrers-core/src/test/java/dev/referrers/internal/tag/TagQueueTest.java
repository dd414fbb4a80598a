package dev.referrers.internal.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.referrers.error.ReferrersTagConflictException;
import dev.referrers.error.ResponseException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.support.FakeTime;
import dev.referrers.support.MemoryRepository;
import dev.referrers.support.MemoryStore;
import dev.referrers.support.MemoryStore.ETags;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
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

  /** Passes at once; but a leader waits a quarter of it for those who are about to come. */
  private static final Duration D = Duration.ofSeconds(4);

  private static final Duration SHORT = Duration.ofMillis(120);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Digest SUBJECT = entry("image").digest();
  private static final String TAG = ReferrersTag.of(SUBJECT);

  private final FakeTime time = new FakeTime();
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
                try (var updater = open(MemoryRepository.of(store))) {
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
    CountDownLatch ready = new CountDownLatch(16);
    for (int i = 0; i < 16; i++) {
      int caller = i;
      callers.add(
          threads.submit(
              () -> {
                for (int n = caller; n < 64; n += 16) {
                  try (var updater = open(MemoryRepository.of(store))) {
                    ready.countDown();
                    ready.await();
                    updater.list(List.of(entry("e" + n)), Set.of(), in(LONG));
                  }
                }
                return null;
              }));
    }
    await(callers);

    assertThat(listed()).hasSize(64);
    assertThat(store.calls()).hasSizeLessThanOrEqualTo(4 * 3); // the first read may do
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
    time.in(D.dividedBy(2), () -> Thread.currentThread().interrupt());
    var callers =
        List.of(
            threads.submit(() -> listAndClose(first, entry("a"))),
            threads.submit(() -> listAndClose(second, entry("b"))));

    var failures =
        callers.stream()
            .map(caller -> catchThrowable(caller::get))
            .filter(Objects::nonNull)
            .toList();
    assertThat(failures).hasSize(1);
    assertThat(failures.get(0)).hasCauseInstanceOf(InterruptedIOException.class);
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
    Deadline soonOver = Deadline.in(Duration.ofMillis(30), Time.SYSTEM);

    assertThatThrownBy(() -> list(MemoryRepository.of(store), entry("b"), soonOver))
        .isInstanceOf(ReferrersTagConflictException.class)
        .hasMessageContaining("was written 0 times, but manifest " + entry("b").digest());
    over.countDown();
    leader.get();
    assertThat(listed()).containsExactly(entry("a"));
  }

  @Test
  void aLeaderWaitsForNobodyPastItsDeadline() {
    TagUpdater comes = open(MemoryRepository.of(store));
    Deadline soonOver = Deadline.in(Duration.ofMillis(30), Time.SYSTEM);
    long start = System.nanoTime();

    assertThatThrownBy(() -> list(MemoryRepository.of(store), entry("a"), soonOver))
        .isInstanceOf(ReferrersTagConflictException.class);

    assertThat(System.nanoTime() - start).isLessThan(D.dividedBy(5).toNanos());
    assertThat(store.calls()).isEmpty();
    comes.close();
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
                    listInRealTime(access, entry(name + n));
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

  private static List<Digest> listInRealTime(MemoryRepository access, Descriptor entry)
      throws IOException {
    try (var updater = TagUpdater.open(access, SUBJECT, SHORT, Time.SYSTEM)) {
      return updater.list(List.of(entry), Set.of(), Deadline.in(LONG, Time.SYSTEM));
    }
  }

  private List<Digest> list(MemoryRepository access, Descriptor entry) throws IOException {
    return list(access, entry, in(LONG));
  }

  private List<Digest> list(MemoryRepository access, Descriptor entry, Deadline deadline)
      throws IOException {
    try (var updater = open(access)) {
      return updater.list(List.of(entry), Set.of(), deadline);
    }
  }

  private List<Digest> listAndClose(TagUpdater updater, Descriptor entry) throws IOException {
    try (updater) {
      return updater.list(List.of(entry), Set.of(), in(LONG));
    }
  }

  private TagUpdater open(MemoryRepository access) {
    return TagUpdater.open(access, SUBJECT, D, time);
  }

  private Deadline in(Duration duration) {
    return Deadline.in(duration, time);
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
