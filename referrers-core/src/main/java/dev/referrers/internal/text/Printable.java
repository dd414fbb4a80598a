package dev.referrers.internal.text;

import java.util.regex.Pattern;

/** Makes text of a peer fit for messages and logs, which it must not forge or flood. */
public final class Printable {

  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");

  private Printable() {}

  /**
   * The text with {@code ?} for what would move a cursor, end a line or be invisible.
   *
   * @param most characters that are kept
   */
  public static String of(String text, int most) {
    String cut = text.length() > most ? text.substring(0, most) + "…" : text;
    return UNPRINTABLE.matcher(cut).replaceAll("?");
  }
}
