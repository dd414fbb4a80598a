package dev.referrers;

/** Where referrers are looked for. */
public enum Source {
  REFERRERS_API,
  REFERRERS_TAG
}
