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
    Time time) {}
