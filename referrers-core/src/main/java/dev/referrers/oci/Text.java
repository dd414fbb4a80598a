package dev.referrers.oci;

import dev.referrers.internal.text.Printable;

/** How messages show text from outside. */
final class Text {

  private static final int MAX_QUOTED = 200;

  private Text() {}

  static String quoted(String text) {
    return '"' + Printable.of(text, MAX_QUOTED) + '"';
  }
}
