package dev.referrers.internal.http;

import dev.referrers.oci.Digest;
import org.jspecify.annotations.Nullable;

/** Reads digests in headers. */
final class Digests {

  private Digests() {}

  /** Null when there is none, or something else stands there (project-zot/zot#1410). */
  static @Nullable Digest announced(@Nullable String header) {
    try {
      return header == null ? null : Digest.parse(header.strip());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
