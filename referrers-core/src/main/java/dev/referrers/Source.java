package dev.referrers;

/** Where attestations are looked for. */
public enum Source {
  REFERRERS_API,
  REFERRERS_TAG,
  /** A tag such as {@code sha256-….sig}, which lists no referrers. */
  COSIGN_TAG,
  /** The index that lists the image, where BuildKit puts attestations beside it. */
  IN_INDEX
}
