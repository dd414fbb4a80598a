package dev.referrers.internal.auth;

import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a token server handed out. The token is opaque.
 *
 * @param lifetime from the time of the answer on
 * @param refreshToken the next refresh token to use, when the server changes them
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">distribution, Token
 *     Authentication Specification</a>
 */
record Token(String value, Duration lifetime, @Nullable String refreshToken) {

  static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(60);
  private static final long LONGEST_LIFETIME = Duration.ofDays(1).toSeconds();

  /**
   * @param what names the answer in messages
   * @param date the server's clock at the time of its answer, when it says so
   */
  static Token parse(String what, ByteString json, @Nullable Instant date)
      throws MalformedContentException {
    Token token;
    try {
      token = StrictJson.read(what, json, object -> read(object, date));
    } catch (MalformedContentException e) {
      // neither its text nor itself as cause: both can quote the token
      throw new MalformedContentException(what, "expected JSON with a token", e.path(), null);
    }
    if (token.value.isEmpty() || !token.value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new MalformedContentException(
          what, "expected a token of visible ASCII characters", null, null);
    }
    return token;
  }

  private static Token read(JsonObjectReader object, @Nullable Instant date) throws IOException {
    String token = null;
    String accessToken = null;
    String refreshToken = null;
    Long expiresIn = null;
    String issuedAt = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "token" -> token = object.optionalString();
        case "access_token" -> accessToken = object.optionalString();
        case "refresh_token" -> refreshToken = object.optionalString();
        case "expires_in" -> expiresIn = object.ifWellFormed(JsonObjectReader::integer);
        case "issued_at" -> issuedAt = object.ifWellFormed(JsonObjectReader::string);
        default -> object.skip();
      }
    }
    String value = token == null || token.isEmpty() ? accessToken : token;
    return new Token(
        object.required("token", value), lifetime(expiresIn, issuedAt, date), refreshToken);
  }

  private static Duration lifetime(
      @Nullable Long expiresIn, @Nullable String issuedAt, @Nullable Instant date) {
    Duration lifetime =
        expiresIn == null || expiresIn < 1
            ? DEFAULT_LIFETIME
            : Duration.ofSeconds(Math.min(expiresIn, LONGEST_LIFETIME));
    Duration age = age(issuedAt, date);
    return age.isNegative() || age.compareTo(lifetime) >= 0 ? lifetime : lifetime.minus(age);
  }

  /** By the server's clock alone, since ours may differ; a nonsensical age does not count. */
  private static Duration age(@Nullable String issuedAt, @Nullable Instant date) {
    if (issuedAt == null || date == null) {
      return Duration.ZERO;
    }
    try {
      return Duration.between(OffsetDateTime.parse(issuedAt).toInstant(), date);
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  @Override
  public String toString() {
    return "Token for " + lifetime;
  }
}
