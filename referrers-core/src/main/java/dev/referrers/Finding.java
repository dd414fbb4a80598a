package dev.referrers;

import dev.referrers.transport.Feature;

/**
 * What an examination found out about one feature of a repository.
 *
 * @param evidence the answer that shows it, or why nothing does, for people
 */
public record Finding(Feature feature, Verdict verdict, String evidence) {

  /** Whether the repository has a feature. */
  public enum Verdict {
    YES,
    NO,
    /** Not asked, or the answer does not tell; an error never tells that a feature is missing. */
    UNKNOWN
  }
}
