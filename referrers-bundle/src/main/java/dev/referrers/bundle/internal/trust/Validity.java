package dev.referrers.bundle.internal.trust;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When something is to be trusted, both ends included.
 *
 * @param start null when the trusted root gives none; then there is no such time
 * @param end null when it goes on
 */
public record Validity(@Nullable Instant start, @Nullable Instant end) {

  static final Validity NEVER = new Validity(null, null);

  public boolean contains(Instant time) {
    return start != null && !time.isBefore(start) && (end == null || !time.isAfter(end));
  }

  @Override
  public String toString() {
    return start == null
        ? "never, for want of a start"
        : start + " to " + (end == null ? "…" : end);
  }
}
