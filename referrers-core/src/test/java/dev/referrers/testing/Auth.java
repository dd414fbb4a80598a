package dev.referrers.testing;

import java.util.List;
import okhttp3.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * Whom a registry lets in. Immutable.
 *
 * <p>With {@link #bearer} the same server also hands out the tokens, under {@code /token}, by GET
 * and by POST; {@link #withRealm} names another one, which needs the same {@code Auth}. A token is
 * good for the scopes that it was asked for, at the registries of its realm only.
 */
public final class Auth implements Cloneable {

  /** Everybody may do everything. */
  public static final Auth NONE = new Auth(Scheme.NONE, "", "");

  enum Scheme {
    NONE,
    BASIC,
    BEARER
  }

  final Scheme scheme;
  final String user;
  final String password;
  @Nullable String realm;
  @Nullable String identityToken;
  @Nullable String scope;
  List<String> challenges = List.of();
  List<String> granted = List.of("pull", "push", "delete");
  @Nullable Integer expiresIn = 300;
  boolean anyToken;
  boolean anonymousPull;
  boolean post = true;
  int deniedStatus = 401;

  private Auth(Scheme scheme, String user, String password) {
    this.scheme = scheme;
    this.user = user;
    this.password = password;
  }

  /** Each request needs this user and password. */
  public static Auth basic(String user, String password) {
    return new Auth(Scheme.BASIC, user, password).withChallenges("Basic realm=\"{service}\"");
  }

  /** Each request needs a token, which this user and password get. */
  public static Auth bearer(String user, String password) {
    return new Auth(Scheme.BEARER, user, password)
        .withChallenges("Bearer realm=\"{realm}\",service=\"{service}\",scope=\"{scope}\"");
  }

  /**
   * The values of the {@code WWW-Authenticate} headers of a 401; none at all for a challenge that
   * is missing. {@code {realm}}, {@code {service}} and {@code {scope}} are replaced; {@code
   * ,scope="{scope}"} is left out where there is no scope.
   */
  public Auth withChallenges(String... challenges) {
    Auth copy = clone();
    copy.challenges = List.of(challenges);
    return copy;
  }

  /** Challenges name no scope, and a token asked for without one is good for everything. */
  public Auth withoutScope() {
    Auth copy = withChallenges("Bearer realm=\"{realm}\",service=\"{service}\"");
    copy.anyToken = true;
    return copy;
  }

  /**
   * Challenges name this scope whatever the request is, and just a token with it is good for
   * everything: opaque, such as {@code aws} of public ECR (oras-project/oras-dotnet#395), or of
   * another repository, as Artifactory does (oras-project/oras-go#650).
   */
  public Auth withScope(String scope) {
    Auth copy = clone();
    copy.scope = scope;
    return copy;
  }

  /**
   * Tokens are to be had from another server.
   *
   * @param url such as {@code http://127.0.0.1:5001/token}
   */
  public Auth withRealm(String url) {
    Auth copy = clone();
    copy.realm = url;
    return copy;
  }

  /** Nobody needs credentials to pull; a bearer registry still wants a token for it. */
  public Auth withAnonymousPull() {
    Auth copy = clone();
    copy.anonymousPull = true;
    return copy;
  }

  /** Tokens never hold more than these actions of a scope, whatever was asked for. */
  public Auth withGranted(String... actions) {
    Auth copy = clone();
    copy.granted = List.of(actions);
    return copy;
  }

  /**
   * How long tokens live.
   *
   * @param seconds null to leave it unsaid, which means 60
   */
  public Auth withExpiresIn(@Nullable Integer seconds) {
    Auth copy = clone();
    copy.expiresIn = seconds;
    return copy;
  }

  /**
   * This refresh token gets tokens by POST, besides those handed out for {@code offline} access.
   */
  public Auth withIdentityToken(String identityToken) {
    Auth copy = clone();
    copy.identityToken = identityToken;
    return copy;
  }

  /** The token server knows GET only and answers POST with 404. */
  public Auth withoutPost() {
    Auth copy = clone();
    copy.post = false;
    return copy;
  }

  /** A good token that lacks the scope is answered with this status instead of 401. */
  public Auth withDeniedStatus(int status) {
    Auth copy = clone();
    copy.deniedStatus = status;
    return copy;
  }

  boolean isUser(@Nullable String authorization) {
    return Credentials.basic(user, password).equals(authorization);
  }

  String realm(String baseUrl) {
    return realm == null ? baseUrl + "/token" : realm;
  }

  @Override
  protected Auth clone() {
    try {
      return (Auth) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("Auth is cloneable", e);
    }
  }

  @Override
  public String toString() {
    return "Auth " + scheme;
  }
}
