package dev.referrers;

import dev.referrers.internal.concurrent.Time;
import java.time.Duration;
import java.time.InstantSource;

/** What {@link ReferrerPublisher.Builder} has collected. */
record PublishSettings(
    ReferrerEncoding encoding,
    ReferrersMode mode,
    PublishPolicy policy,
    boolean confirm,
    boolean plainWhenRefused,
    Duration settle,
    Duration timeout,
    int maxParallel,
    InstantSource clock,
    Time time) {

  /** All who write to one subject need the same, in whatever layout. */
  static final Duration SETTLE = Duration.ofSeconds(2);

  static final Duration TIMEOUT = Duration.ofMinutes(5);
  static final int MAX_PARALLEL = 8;

  static Duration positive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " needs to be positive but is " + duration);
    }
    return duration;
  }

  static int parallel(int uploads) {
    if (uploads < 1) {
      throw new IllegalArgumentException("Uploads side by side need to be 1 or more");
    }
    return uploads;
  }
}
