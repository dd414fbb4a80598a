package dev.referrers;

/** What happens to what is attached already. */
public enum PublishPolicy {
  /** Adds, whatever is there. */
  APPEND,
  /**
   * Adds nothing when an identical one is listed: same artifactType, same files, same annotations
   * but {@code created}. Other layouts may take other things for identical. Under the referrers tag
   * that one, too, has to stay for the settle time.
   */
  SKIP_IDENTICAL,
  /**
   * Takes the place of those of the same artifactType, after it was seen listed itself. Other
   * layouts may go by what is in them, such as the predicate type. The manifests of those replaced
   * are deleted; one that another publisher pushes again at that moment, byte by byte the same, may
   * go with them. Under the referrers tag it is spared once it is listed again.
   */
  REPLACE
}
