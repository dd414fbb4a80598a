package dev.referrers.internal.http;

import static dev.referrers.internal.http.Clients.NAME;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.ConnectionException;
import dev.referrers.error.DeadlineExceededException;
import dev.referrers.error.ResponseException;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.PushedManifest;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Answer;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.RegistryRequest;
import dev.referrers.testing.Route;
import dev.referrers.transport.RetryPolicy;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RetriesTest {

  private final FakeRegistry registry = FakeRegistry.start();
  private final Descriptor image = registry.repository(NAME).pushImage("1.0");
  private final Repository repository = Clients.repository(registry);

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void lostConnectionIsTriedAgain() throws Exception {
    registry.fault(Route.GET_MANIFEST, Fault.reset());
    registry.fault(Route.GET_MANIFEST, Fault.loseAnswer());

    assertThat(repository.fetch("1.0")).isNotNull();
    assertThat(registry.count(Route.ANY)).isEqualTo(3);
  }

  @Test
  void retryAfterInSecondsIsWaitedFor() throws Exception {
    registry.fault(Route.GET_MANIFEST, Fault.answer(Answer.status(429).withRetryAfter("1")));
    long start = System.nanoTime();

    assertThat(repository.fetch("1.0")).isNotNull();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(990));
  }

  @Test
  void retryAfterZeroIsOneMoreRequestAndNotASecondHiddenOne() throws Exception {
    registry.fault(
        Route.GET_MANIFEST, Fault.answer(Answer.status(503).withRetryAfter("0")).always());

    assertThatThrownBy(() -> repository.fetch("1.0")).isInstanceOf(ResponseException.class);

    assertThat(registry.count(Route.ANY)).isEqualTo(3);
  }

  @Test
  void retryAfterAsDateThatDoesNotFitIsTheAnswerAtOnce() {
    String far =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusYears(50));
    for (String header : new String[] {far, "3600", "99999999999999999999"}) {
      registry.fault(Route.GET_MANIFEST, Fault.answer(Answer.status(429).withRetryAfter(header)));
      registry.resetRequests();

      assertThatThrownBy(() -> repository.within(Duration.ofMinutes(1)).fetch("1.0"))
          .isInstanceOfSatisfying(
              ResponseException.class,
              e -> assertThat(e.retryAfter()).isGreaterThan(Duration.ofMinutes(59)));
      assertThat(registry.count(Route.ANY)).isEqualTo(1);
    }
  }

  @Test
  void refusalIsNotTriedAgain() {
    registry.fault(Route.GET_MANIFEST, Fault.status(403));

    assertThatThrownBy(() -> repository.fetch("1.0")).isInstanceOf(ResponseException.class);
    assertThat(registry.count(Route.ANY)).isEqualTo(1);
  }

  @Test
  void lostAnswerToAPushIsLookedForBeforeItIsReplayed() throws Exception {
    var manifest = Clients.fetch(repository, "1.0").manifest();
    registry.resetRequests();
    registry.fault(Route.PUT_MANIFEST, Fault.loseAnswer());

    PushedManifest pushed = repository.push(manifest);

    assertThat(pushed.manifest()).isEqualTo(image);
    assertThat(registry.requests())
        .extracting(RegistryRequest::method)
        .containsExactly("PUT", "HEAD");
  }

  @Test
  void pushThatNeverArrivedIsReplayed() throws Exception {
    var manifest = Clients.fetch(repository, "1.0").manifest();
    repository.deleteManifest(image.digest());
    registry.resetRequests();
    registry.fault(Route.PUT_MANIFEST, Fault.reset());

    repository.push(manifest);

    assertThat(registry.requests())
        .extracting(RegistryRequest::method)
        .containsExactly("PUT", "HEAD", "PUT");
  }

  @Test
  void tagIsNeverWrittenTwice() throws Exception {
    var manifest = Clients.fetch(repository, "1.0").manifest();
    registry.resetRequests();
    registry.fault(Route.PUT_MANIFEST, Fault.loseAnswer());
    assertThatThrownBy(() -> repository.pushTag("2.0", manifest, Precondition.NONE))
        .isInstanceOf(ConnectionException.class);

    registry.fault(Route.PUT_MANIFEST, Fault.answer(Answer.status(429).withRetryAfter("7")));
    assertThatThrownBy(() -> repository.pushTag("2.0", manifest, Precondition.NONE))
        .isInstanceOfSatisfying(
            ResponseException.class,
            e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7)));

    assertThat(registry.count(Route.ANY)).isEqualTo(2);
  }

  @Test
  void deletionWhoseAnswerWasLostIsDone() throws Exception {
    registry.fault(Route.DELETE_MANIFEST, Fault.loseAnswer());

    assertThat(repository.deleteManifest(image.digest())).isTrue();
    assertThat(registry.count(Route.ANY)).isEqualTo(2);
  }

  @Test
  void uploadIsBegunAgain() throws Exception {
    registry.behave(behaviour -> behaviour.withoutSinglePost());
    registry.fault(Route.PUT_UPLOAD, Fault.reset());

    repository.pushBlob(Blob.of("text/plain", ByteString.encodeUtf8("hello")));

    assertThat(registry.requests())
        .extracting(RegistryRequest::method)
        .containsExactly("POST", "PUT", "POST", "PUT");
  }

  @Test
  void stalledRegistryEndsWithTheDeadline() {
    registry.fault(Route.GET_MANIFEST, Fault.stall().always());

    assertThatThrownBy(() -> repository.within(Duration.ofMillis(150)).fetch("1.0"))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessage(
            "GET %s/v2/acme/api/manifests/1.0 did not end within 150 ms (a longer one is set with"
                + " Repository.within or Registry.Builder.timeout)",
            registry.host());
  }

  @Test
  void silenceIsAConnectionFailure() {
    registry.fault(Route.GET_MANIFEST, Fault.stall().always());
    Repository impatient =
        Clients.of(registry)
            .readTimeout(Duration.ofMillis(50))
            .retryPolicy(RetryPolicy.NEVER)
            .build()
            .repository(NAME);

    assertThatThrownBy(() -> impatient.fetch("1.0")).isInstanceOf(ConnectionException.class);
  }

  @Test
  void waitingForATurnEndsWithTheDeadline() throws Exception {
    registry.fault(Route.GET_MANIFEST, Fault.stall().always());
    Repository single = Clients.of(registry).maxRequestsPerHost(1).build().repository(NAME);
    var first = new Thread(() -> assertThatThrownBy(() -> single.fetch("1.0")));
    first.start();
    while (registry.count(Route.ANY) == 0) {
      Thread.onSpinWait();
    }

    assertThatThrownBy(() -> single.within(Duration.ofMillis(50)).fetch("1.0"))
        .isInstanceOf(DeadlineExceededException.class);
    first.interrupt();
    first.join();
  }

  @Test
  void earlierDeadlineStays() {
    registry.fault(Route.GET_MANIFEST, Fault.stall().always());
    Repository hasty = repository.within(Duration.ofMillis(50)).within(Duration.ofHours(1));

    assertThatThrownBy(() -> hasty.fetch("1.0")).isInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void interruptEndsAWaitingCallAndKeepsItsFlag() throws Exception {
    registry.fault(Route.GET_MANIFEST, Fault.stall().always());

    assertThat(interruptedDuring(() -> repository.fetch("1.0")))
        .isExactlyInstanceOf(InterruptedIOException.class);
  }

  @Test
  void interruptEndsAPause() throws Exception {
    registry.fault(
        Route.GET_MANIFEST, Fault.answer(Answer.status(429).withRetryAfter("60")).always());

    assertThat(interruptedDuring(() -> repository.fetch("1.0")))
        .isExactlyInstanceOf(InterruptedIOException.class);
  }

  private interface Step {
    @Nullable Object run() throws Exception;
  }

  private Throwable interruptedDuring(Step step) throws InterruptedException {
    var failure = new AtomicReference<@Nullable Throwable>();
    var flag = new AtomicBoolean();
    var thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (Exception e) {
                failure.set(e);
              }
              flag.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    while (registry.count(Route.ANY) == 0) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    thread.join();
    assertThat(flag).isTrue();
    return requireNonNull(failure.get());
  }
}
