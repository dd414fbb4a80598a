package dev.referrers.transport;

import java.time.Duration;

/**
 * When a request that failed in passing (429, 5xx, no answer) is sent again. The pause before try
 * n+1 is random between half and all of {@code firstPause * 2^(n-1)}, at most {@code longestPause}.
 * A {@code Retry-After} replaces the pause; when it does not fit before the operation's deadline,
 * the answer is final.
 *
 * @param attempts how often one request is sent at most, 1 for never again
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {

  /** 5 attempts, from 200 ms to 10 s. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(10));

  public static final RetryPolicy NEVER = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

  /**
   * @throws IllegalArgumentException when attempts is below 1 or a pause is negative
   */
  public RetryPolicy {
    if (attempts < 1 || firstPause.isNegative() || longestPause.isNegative()) {
      throw new IllegalArgumentException(
          "RetryPolicy needs 1 attempt or more and pauses from 0 on");
    }
  }
}
