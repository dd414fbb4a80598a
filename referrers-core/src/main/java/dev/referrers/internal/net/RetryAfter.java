package dev.referrers.internal.net;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long an answer asks to wait.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110 section 10.2.3</a>
 */
public final class RetryAfter {

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Duration VERY_LONG = Duration.ofSeconds(999_999_999);

  private RetryAfter() {}

  /**
   * The pause from the answer on; null when there is no such header, or none that can be read.
   *
   * @param until the header read as a date
   * @param date the answer's own {@code Date}, by which a date is read, so that clocks may differ
   */
  public static @Nullable Duration of(
      @Nullable String header, @Nullable Date until, @Nullable Date date) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    if (SECONDS.matcher(text).matches()) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    if (DIGITS.matcher(text).matches()) {
      return VERY_LONG;
    }
    if (until == null) {
      return null;
    }
    Instant now = date == null ? Instant.now() : date.toInstant();
    Duration wait = Duration.between(now, until.toInstant());
    return wait.isNegative() ? Duration.ZERO : wait;
  }
}
