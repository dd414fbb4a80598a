package dev.referrers.repository;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a write to a tag.
 *
 * @param written false when the precondition did not hold, so that nothing was changed
 * @param version the {@code ETag} of what the tag points to now; null when not said
 */
public record PushedTag(boolean written, @Nullable String version) {

  /** The precondition did not hold. */
  public static final PushedTag REFUSED = new PushedTag(false, null);
}
