package dev.referrers.internal.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code Content-Type} more leniently than RFC 9110, whose grammar some registries break. */
final class MediaTypeHeader {

  private MediaTypeHeader() {}

  /** In lower case; null when there is no type. */
  static @Nullable String withoutParameters(@Nullable String header) {
    if (header == null) {
      return null;
    }
    int semicolon = header.indexOf(';');
    String type = (semicolon < 0 ? header : header.substring(0, semicolon)).strip();
    return type.isEmpty() ? null : type.toLowerCase(Locale.ROOT);
  }

  static boolean isJson(@Nullable String type) {
    return type != null && (type.equals("application/json") || type.endsWith("+json"));
  }

  static boolean isHtml(@Nullable String type) {
    return type != null && (type.equals("text/html") || type.equals("application/xhtml+xml"));
  }
}
