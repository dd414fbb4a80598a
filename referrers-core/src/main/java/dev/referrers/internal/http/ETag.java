package dev.referrers.internal.http;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code ETag}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3">RFC 9110 section 8.8.3</a>
 */
final class ETag {

  /** Without the quotes, too: it is sent back as it came. */
  private static final Pattern SENDABLE = Pattern.compile("[!-~]{1,1024}");

  private ETag() {}

  /** As it came, quotes and all; null when there is none that could be sent back. */
  static @Nullable String of(Answer answer) {
    String tag = answer.header("ETag");
    return tag != null && SENDABLE.matcher(tag).matches() ? tag : null;
  }
}
