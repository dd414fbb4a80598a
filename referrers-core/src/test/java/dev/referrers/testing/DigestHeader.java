package dev.referrers.testing;

/** The {@code Docker-Content-Digest} of a manifest's or blob's answer. */
public enum DigestHeader {
  /** The digest of the content. */
  RIGHT,
  /** No such header. */
  ABSENT,
  /** A digest of something else. */
  WRONG
}
