package dev.referrers.testing;

/** How errors of the registry's own making are written. */
public enum ErrorBody {
  /** As specified. */
  JSON,
  /** The message as plain text. */
  PLAIN,
  /** A page. */
  HTML
}
