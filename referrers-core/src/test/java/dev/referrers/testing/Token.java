package dev.referrers.testing;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a token says. Tokens are signed, so that they need no memory and nobody can make them up.
 *
 * @param number of the token, in the order in which they were issued in this process
 * @param expiresAt milliseconds since the epoch
 */
record Token(
    String kind, String realm, String user, List<String> scopes, long number, long expiresAt) {

  static final String ACCESS = "access";
  static final String REFRESH = "refresh";

  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final ByteString KEY = ByteString.encodeUtf8(UUID.randomUUID().toString());

  static Token issue(String kind, String realm, String user, List<String> scopes, long expiresAt) {
    return new Token(kind, realm, user, scopes, NUMBERS.incrementAndGet(), expiresAt);
  }

  static long lastNumber() {
    return NUMBERS.get();
  }

  String encode() {
    String claims =
        Json.write(
            Map.of(
                "kind",
                kind,
                "realm",
                realm,
                "user",
                user,
                "scopes",
                String.join(" ", scopes),
                "number",
                Long.toString(number),
                "expiresAt",
                Long.toString(expiresAt)));
    String payload = ByteString.encodeUtf8(claims).base64Url();
    return payload + "." + signature(payload);
  }

  /** The token, or null when it wasn't issued here. */
  static @Nullable Token decode(String text) {
    int dot = text.indexOf('.');
    if (dot < 0 || !text.substring(dot + 1).equals(signature(text.substring(0, dot)))) {
      return null;
    }
    ByteString claims = ByteString.decodeBase64(text.substring(0, dot));
    if (claims == null) {
      return null;
    }
    Map<?, ?> fields;
    try {
      fields = Json.readObject(claims);
    } catch (IOException e) {
      return null;
    }
    return new Token(
        text(fields, "kind"),
        text(fields, "realm"),
        text(fields, "user"),
        List.of(text(fields, "scopes").split(" ", -1)),
        Long.parseLong(text(fields, "number")),
        Long.parseLong(text(fields, "expiresAt")));
  }

  boolean isExpired() {
    return System.currentTimeMillis() >= expiresAt;
  }

  private static String text(Map<?, ?> fields, String name) {
    String text = Json.text(fields, name);
    return text == null ? "" : text;
  }

  private static String signature(String payload) {
    return ByteString.encodeUtf8(payload).hmacSha256(KEY).hex();
  }
}
