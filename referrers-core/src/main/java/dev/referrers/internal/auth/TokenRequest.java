package dev.referrers.internal.auth;

import dev.referrers.transport.Credential;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * One request for a token: {@code POST} with a refresh token, else {@code GET}, which every token
 * server knows. It carries the credential only, never a token that the registry handed out before
 * (oras-java#846).
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/oauth/">distribution, OAuth2
 *     Token Authentication</a>
 */
record TokenRequest(Realm realm, List<String> scopes, @Nullable Credential credential) {

  private static final String CLIENT = "referrers";

  Request http() {
    return credential instanceof Credential.IdentityToken identity ? post(identity) : get();
  }

  /** The header for a user and a password, or null for other credentials. */
  static @Nullable String basic(@Nullable Credential credential) {
    return credential instanceof Credential.Basic user
        ? Credentials.basic(user.username(), user.password(), StandardCharsets.UTF_8)
        : null;
  }

  private Request get() {
    HttpUrl.Builder url = realm.url().newBuilder();
    if (realm.service() != null) {
      url.addQueryParameter("service", realm.service());
    }
    scopes.forEach(scope -> url.addQueryParameter("scope", scope));
    Request.Builder request = new Request.Builder().url(url.build());
    String basic = basic(credential);
    return (basic == null ? request : request.header("Authorization", basic)).build();
  }

  private Request post(Credential.IdentityToken identity) {
    FormBody.Builder form =
        new FormBody.Builder(StandardCharsets.UTF_8)
            .add("grant_type", "refresh_token")
            .add("refresh_token", identity.token())
            .add("client_id", CLIENT)
            .add("scope", String.join(" ", scopes));
    if (realm.service() != null) {
      form.add("service", realm.service());
    }
    return new Request.Builder().url(realm.url()).post(form.build()).build();
  }
}
