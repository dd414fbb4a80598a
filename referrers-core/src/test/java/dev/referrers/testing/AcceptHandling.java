package dev.referrers.testing;

/** What is done about the {@code Accept} header of a GET or HEAD of a manifest. */
public enum AcceptHandling {
  /** Nothing. */
  IGNORED,
  /**
   * 404 for an image manifest when only other types are named; an index asked for as an image
   * manifest is answered with its first child.
   */
  OLAREG,
  /** 404 for an OCI type that isn't named; wildcards and no header at all don't name it. */
  DISTRIBUTION
}
