package dev.referrers.internal.http;

import dev.referrers.error.ConnectionException;
import dev.referrers.error.RegistryException;
import dev.referrers.error.ResponseException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.internal.net.Urls;
import dev.referrers.transport.RegistryListener;
import dev.referrers.transport.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Does something again that failed in passing, as often as the policy says. */
final class Retries {

  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
  private static final Set<Integer> BY_GATEWAYS = Set.of(502, 504);

  /**
   * Something that may be done more than once.
   *
   * @param <T> its result
   */
  interface Attempt<T extends @Nullable Object> {

    /**
     * Tries it.
     *
     * @param answerLost whether an earlier attempt may have had its effect all the same
     */
    T run(boolean answerLost) throws IOException;
  }

  private record Failure(
      RegistryException cause,
      String method,
      String url,
      String text,
      boolean passing,
      boolean answerLost,
      @Nullable Duration retryAfter) {

    static Failure of(ResponseException e) {
      String text = String.valueOf(e.status());
      boolean passing = PASSING.contains(e.status());
      boolean lost = BY_GATEWAYS.contains(e.status());
      return new Failure(e, e.method(), e.url(), text, passing, lost, e.retryAfter());
    }

    static Failure of(ConnectionException e) {
      String text = String.valueOf(e.getMessage());
      return new Failure(
          e, e.method(), e.url(), text, !Troubles.isLasting(e.getCause()), true, null);
    }
  }

  private final RetryPolicy policy;
  private final RegistryListener listener;

  Retries(RetryPolicy policy, RegistryListener listener) {
    this.policy = policy;
    this.listener = listener;
  }

  <T extends @Nullable Object> T run(Deadline deadline, Attempt<T> attempt) throws IOException {
    boolean answerLost = false;
    for (int number = 1; ; number++) {
      Failure failure;
      try {
        return attempt.run(answerLost);
      } catch (ResponseException e) {
        failure = Failure.of(e);
      } catch (ConnectionException e) {
        failure = Failure.of(e);
      }
      pause(deadline, number, failure);
      answerLost |= failure.answerLost();
    }
  }

  /**
   * Waits as after a failed attempt.
   *
   * @param number of the attempt that failed, from 1
   * @throws ConnectionException the failure, when there must be no other attempt
   */
  void pause(Deadline deadline, int number, ConnectionException failure) throws IOException {
    pause(deadline, number, Failure.of(failure));
  }

  /**
   * Waits before an answer is asked for once more that is no failure, but doubtful.
   *
   * @return false when there must be no other attempt
   */
  boolean again(Deadline deadline, Outgoing request, String doubt) throws IOException {
    Duration pause = pauseAfter(1);
    if (policy.attempts() < 2 || !deadline.outlasts(pause)) {
      return false;
    }
    listener.retrying(request.method(), Urls.place(request.url()), 1, pause, doubt);
    Time.SYSTEM.sleep(pause.toNanos());
    return true;
  }

  private void pause(Deadline deadline, int number, Failure failure) throws IOException {
    Duration pause = failure.retryAfter() == null ? pauseAfter(number) : failure.retryAfter();
    if (!failure.passing() || number >= policy.attempts() || !deadline.outlasts(pause)) {
      throw failure.cause();
    }
    listener.retrying(failure.method(), failure.url(), number, pause, failure.text());
    Time.SYSTEM.sleep(pause.toNanos());
  }

  private Duration pauseAfter(int number) {
    double longest = policy.longestPause().toNanos();
    double most = Math.min(longest, policy.firstPause().toNanos() * Math.pow(2, number - 1));
    return Duration.ofNanos((long) (most * ThreadLocalRandom.current().nextDouble(0.5, 1)));
  }
}
