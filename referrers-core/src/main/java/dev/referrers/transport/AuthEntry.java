package dev.referrers.transport;

import dev.referrers.json.JsonObjectReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** One entry under {@code auths} as it stands in the file; what is absent is empty. */
final class AuthEntry {

  private String auth = "";
  private String username = "";
  private String password = "";
  private String identityToken = "";
  private String registryToken = "";

  private AuthEntry() {}

  static AuthEntry read(JsonObjectReader object) throws IOException {
    var entry = new AuthEntry();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "auth" -> entry.auth = text(object);
        case "username" -> entry.username = text(object);
        case "password" -> entry.password = text(object);
        case "identitytoken" -> entry.identityToken = text(object);
        case "registrytoken" -> entry.registryToken = text(object);
        default -> object.skip();
      }
    }
    return entry;
  }

  /** Docker leaves empty entries behind for what its helper program keeps. */
  boolean isEmpty() {
    return (auth + password + identityToken + registryToken).isEmpty();
  }

  /**
   * @throws IllegalArgumentException when the entry makes no sense; the message holds no secret
   */
  Credential credential(String source) {
    if (!registryToken.isEmpty()) {
      return new Credential.RegistryToken(registryToken, source);
    }
    if (!identityToken.isEmpty()) {
      return new Credential.IdentityToken(identityToken, source);
    }
    return auth.isEmpty()
        ? new Credential.Basic(username, password, source)
        : decoded(ByteString.decodeBase64(auth), source);
  }

  private static Credential decoded(@Nullable ByteString pair, String source) {
    String text = pair == null ? "" : pair.string(StandardCharsets.UTF_8);
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("auth needs to be base64 of user:password");
    }
    return new Credential.Basic(text.substring(0, colon), text.substring(colon + 1), source);
  }

  private static String text(JsonObjectReader object) throws IOException {
    String text = object.optionalString();
    return text == null ? "" : text;
  }
}
