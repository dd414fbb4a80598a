package dev.referrers;

import dev.referrers.internal.concurrent.Time;
import java.time.Duration;
import java.time.InstantSource;

/** What {@link Copy.Builder} has collected. */
record CopySettings(
    TreeQuery query,
    ReferrersMode mode,
    Duration settle,
    int maxParallel,
    CopyListener listener,
    Time time) {

  /** For the lists at the target. */
  PublishSettings forLists() {
    return new PublishSettings(
        new PlainEncoding(),
        mode,
        PublishPolicy.APPEND,
        false,
        false,
        settle,
        Duration.ofMinutes(5),
        maxParallel,
        InstantSource.system(),
        time);
  }
}
