package dev.referrers.internal.auth;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One challenge of a {@code WWW-Authenticate} header.
 *
 * @param scheme in lower case
 * @param params by name in lower case; of repeated ones the first
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1">RFC 9110, 11.6.1</a>
 */
record Challenge(String scheme, Map<String, String> params) {

  Challenge {
    params = Map.copyOf(params);
  }

  /** All challenges of all headers, in their order; what is no challenge is passed over. */
  static List<Challenge> parse(List<String> wwwAuthenticate) {
    return ChallengeParser.parse(wwwAuthenticate);
  }

  /** The value, or null when it is absent or blank. */
  @Nullable String param(String name) {
    String value = params.get(name);
    return value == null || value.isBlank() ? null : value;
  }
}
