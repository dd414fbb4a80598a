package dev.referrers.testing;

/** What may be deleted. */
public enum Deletion {
  /** Everything. */
  ON,
  /** Nothing: 405 UNSUPPORTED. */
  OFF,
  /** Manifests by tag; 405 by digest, also for blobs. */
  TAGS_ONLY,
  /**
   * Everything but a manifest that an index lists: 405 DENIED, as zot does (ECR:
   * oras-project/oras#1228).
   */
  UNLISTED_ONLY
}
