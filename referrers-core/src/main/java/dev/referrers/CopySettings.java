package dev.referrers;

import dev.referrers.internal.concurrent.Time;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** What {@link Copy.Builder} has collected. */
record CopySettings(
    TreeQuery query,
    ReferrersMode mode,
    Duration settle,
    int maxParallel,
    CopyListener listener,
    Time time) {

  /** What is listed at the target by what the mode demands. */
  ReferrersQuery listed() {
    return switch (mode) {
      case AUTOMATIC -> ReferrersQuery.ALL;
      case API_ONLY -> ReferrersQuery.ALL.withSources(Set.of(Source.REFERRERS_API));
      case TAG_ONLY -> ReferrersQuery.ALL.withSources(Set.of(Source.REFERRERS_TAG));
    };
  }

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
