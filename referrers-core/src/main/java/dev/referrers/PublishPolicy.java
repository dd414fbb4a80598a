package dev.referrers;

/** What happens to what is attached already. */
public enum PublishPolicy {
  /** Adds, whatever is there. */
  APPEND,
  /**
   * Adds nothing when an identical one is listed: same artifactType, same files, same annotations
   * but {@code created}. Other layouts may take other things for identical.
   */
  SKIP_IDENTICAL,
  /**
   * Takes the place of those of the same artifactType, after it was seen listed itself. Other
   * layouts may go by what is in them, such as the predicate type.
   */
  REPLACE
}
