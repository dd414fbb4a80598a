package dev.referrers.oci;

/** How messages show text from outside. */
final class Text {

  private static final int MAX_QUOTED = 200;

  private Text() {}

  static String quoted(String text) {
    return '"' + (text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "…" : text) + '"';
  }
}
