package dev.referrers.testing;

/** How the {@code Link} to the next page is written. */
public enum LinkStyle {
  /** {@code </v2/…?…>; rel="next"}. */
  PATH,
  /** With scheme and host. */
  ABSOLUTE,
  /** Only {@code <?…>}, to be resolved against the page's own URL. */
  QUERY,
  /** {@code </v2/…?…>; rel=next}, as olareg writes it. */
  UNQUOTED,
  /** {@code </v2/…?…>;rel="next"} without a space, as CUE's registry writes it. */
  TIGHT
}
