package dev.referrers.testing;

/** What the referrers endpoint makes of {@code ?artifactType=}. */
public enum Filtering {
  /** Filters and says {@code OCI-Filters-Applied: artifactType}. */
  APPLIED,
  /** Filters and doesn't say so; olareg does for what it has cached. */
  APPLIED_SILENTLY,
  /** Sends everything, as the specification allows. */
  IGNORED,
  /** Sends everything and says that it was filtered. */
  CLAIMED
}
