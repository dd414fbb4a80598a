package dev.referrers.testing;

/** What a push of a manifest with a {@code subject} is answered in {@code OCI-Subject}. */
public enum OciSubject {
  /** The digest of the subject, as specified. */
  DIGEST,
  /** No such header. */
  ABSENT,
  /** A digest of something else. */
  WRONG_DIGEST,
  /** The word {@code true}, as early zot sent it (project-zot/zot#1410). */
  TRUE
}
