package dev.referrers;

/** What makes a published manifest findable. */
public enum ReferrersMode {
  /** The referrers API where the repository has it, else the referrers tag; never both. */
  AUTOMATIC,
  /** The referrers API, or {@link dev.referrers.error.ReferrersUnsupportedException}. */
  API_ONLY,
  /** The referrers tag, whether there is an API or not. */
  TAG_ONLY
}
