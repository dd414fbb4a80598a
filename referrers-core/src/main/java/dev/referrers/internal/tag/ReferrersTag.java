package dev.referrers.internal.tag;

import dev.referrers.oci.Digest;

/** The tag under which clients keep the referrers list where the registry keeps none. */
public final class ReferrersTag {

  private ReferrersTag() {}

  /** Names the tag of a subject: {@code sha256-<hex>} and the like, at most 97 characters. */
  public static String of(Digest subject) {
    return part(subject.algorithm(), 32) + "-" + part(subject.encoded(), 64);
  }

  private static String part(String text, int length) {
    return text.substring(0, Math.min(length, text.length())).replaceAll("[^a-zA-Z0-9._-]", "-");
  }
}
