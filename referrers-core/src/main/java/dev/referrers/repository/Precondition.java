package dev.referrers.repository;

import org.jspecify.annotations.Nullable;

/**
 * What must hold for a tag to be written. Many registries ignore it, some even though they send an
 * {@code ETag}; {@link dev.referrers.transport.Feature#CONDITIONAL_TAGS} says what is known.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1">RFC 9110 section 13.1</a>
 */
public sealed interface Precondition {

  /** Writes whatever is there. */
  Precondition NONE = new Anything();

  /** {@code If-None-Match: *}: the tag is not there yet. */
  Precondition ABSENT = new Absent();

  /**
   * {@code If-Match}: the tag is still at this {@link FetchedManifest#version()}; null gives none.
   */
  static Precondition unchanged(@Nullable String version) {
    return version == null ? NONE : new Unchanged(version);
  }

  /** See {@link #NONE}. */
  record Anything() implements Precondition {}

  /** See {@link #ABSENT}. */
  record Absent() implements Precondition {}

  /** See {@link #unchanged}. */
  record Unchanged(String version) implements Precondition {}
}
