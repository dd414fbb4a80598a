package dev.referrers.bundle.internal.verify;

/** How many of something, in words. */
public final class Count {

  private Count() {}

  public static String of(int count, String singular, String plural) {
    return count + " " + (count == 1 ? singular : plural);
  }
}
