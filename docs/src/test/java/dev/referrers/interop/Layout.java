package dev.referrers.interop;

/** Where the signatures and attestations of an image are, as the columns of the guide. */
enum Layout {
  TAGS,
  BUNDLE,
  BOTH,
  EXPERIMENTAL;

  boolean tags() {
    return this == TAGS || this == BOTH;
  }

  boolean bundle() {
    return this == BUNDLE || this == BOTH;
  }
}
