package dev.referrers.bundle;

import dev.referrers.attestation.Base64Text;
import dev.referrers.error.CredentialException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What an ID token says, which the certificate authority verifies and we don't. The token is a
 * secret, so no message quotes it.
 *
 * @param email null for the token of a machine
 * @param issuers what a certificate may give as its issuer: the token's, and whom that relies on
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDToken">OpenID Connect Core,
 *     ID Token</a>
 */
record IdentityToken(
    String text, String subject, @Nullable String email, Set<String> issuers, Instant expiry) {

  private static final String SOURCE = "identity token";

  static IdentityToken parse(String text) throws CredentialException {
    String[] parts = text.strip().split("\\.", -1);
    if (parts.length != 3) {
      throw unusable("expected three parts between dots but there are " + parts.length);
    }
    try {
      var claims = Base64Text.decode(parts[1]);
      return StrictJson.read("ID token", claims, object -> claims(text.strip(), object));
    } catch (IllegalArgumentException | MalformedContentException | DateTimeException e) {
      throw unusable("expected claims with iss, sub and exp but there are none");
    }
  }

  private static IdentityToken claims(String text, JsonObjectReader object) throws IOException {
    @Nullable String issuer = null;
    @Nullable String connector = null;
    @Nullable String subject = null;
    @Nullable String email = null;
    @Nullable Long expiry = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "iss" -> issuer = object.string();
        case "sub" -> subject = object.string();
        case "email" -> email = object.optionalString();
        case "exp" -> expiry = object.integer();
        case "federated_claims" -> connector = object.ifWellFormed(IdentityToken::connector);
        default -> object.skip();
      }
    }
    var issuers = new HashSet<>(Set.of(object.required("iss", issuer)));
    if (connector != null) {
      issuers.add(connector);
    }
    return new IdentityToken(
        text,
        object.required("sub", subject),
        email == null || email.isEmpty() ? null : email,
        Set.copyOf(issuers),
        Instant.ofEpochSecond(object.required("exp", expiry)));
  }

  /** Dex, which sigstore.dev runs, names there whom it relied on; Fulcio takes that as issuer. */
  private static String connector(JsonObjectReader claim) throws IOException {
    return claim.object(
        object -> {
          @Nullable String connector = null;
          for (String name = object.nextName(); name != null; name = object.nextName()) {
            if (name.equals("connector_id")) {
              connector = object.string();
            } else {
              object.skip();
            }
          }
          return object.required("connector_id", connector);
        });
  }

  void requireUnexpired(Instant now) throws CredentialException {
    if (!now.isBefore(expiry)) {
      throw unusable(
          "expected a token that is valid at %s but it expired at %s".formatted(now, expiry));
    }
  }

  /** What the owner of a key signs to prove that it is theirs. */
  ByteString challenge() {
    return ByteString.encodeUtf8(email == null ? subject : email);
  }

  @Override
  public String toString() {
    return SOURCE + " of " + (email == null ? subject : email);
  }

  private static CredentialException unusable(String problem) {
    return new CredentialException(SOURCE, problem, null, null);
  }
}
