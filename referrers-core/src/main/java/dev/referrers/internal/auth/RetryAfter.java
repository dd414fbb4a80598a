package dev.referrers.internal.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Retry-After}, in seconds or as a date.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, 10.2.3</a>
 */
final class RetryAfter {

  private RetryAfter() {}

  /** The pause from now on, never negative; null when there is none that makes sense. */
  static @Nullable Duration of(Headers headers, Instant now) {
    String text = headers.get("Retry-After");
    if (text == null) {
      return null;
    }
    if (text.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
