package dev.referrers.internal.auth;

import dev.referrers.error.ConnectionException;
import dev.referrers.error.CredentialException;
import dev.referrers.internal.net.PlainHttp;
import dev.referrers.oci.RepositoryName;
import dev.referrers.transport.Credential;
import dev.referrers.transport.Credentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.function.LongSupplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Knows how one registry wants to be authorised, and holds the tokens for it. Thread-safe; one for
 * each client of a registry.
 *
 * <p>Callers that want the same token at the same time share one request for it. What they throw is
 * a {@link dev.referrers.error.RegistryException}, or an {@link InterruptedIOException} when the
 * thread was interrupted, or its deadline passed while another looked up the credentials.
 */
public final class Authenticator {

  private static final String BEARER = "Bearer ";

  private record Wanted(Realm realm, Scope scope) {}

  private final HttpUrl base;
  private final PlainHttp plainHttp;
  private final CredentialMemory credentials;
  private final TokenServer server;
  private final TokenCache tokens;
  private final LongSupplier nanoClock;
  private final SingleFlight<Wanted, String> requests = new SingleFlight<>();
  private final Recent<RepositoryName, AuthScheme> schemes = new Recent<>();
  private volatile @Nullable AuthScheme lastScheme;

  /**
   * @param client how to reach token servers; its redirect and authenticator settings are not used
   * @param registry host[:port] as the user wrote it, for finding credentials
   * @param base where the registry is reached
   * @param plainHttp which hosts may get secrets without TLS
   */
  public Authenticator(
      OkHttpClient client,
      String registry,
      HttpUrl base,
      PlainHttp plainHttp,
      Credentials credentials) {
    this(client, registry, base, plainHttp, credentials, System::nanoTime);
  }

  Authenticator(
      OkHttpClient client,
      String registry,
      HttpUrl base,
      PlainHttp plainHttp,
      Credentials credentials,
      LongSupplier nanoClock) {
    this.base = base;
    this.plainHttp = plainHttp;
    this.credentials = new CredentialMemory(registry, credentials);
    this.server = new TokenServer(client, registry);
    this.tokens = new TokenCache(nanoClock);
    this.nanoClock = nanoClock;
  }

  /**
   * The {@code Authorization} header for a request that nobody challenged yet, or null when nothing
   * is known to send. Asks for a token when it is known where, so that no further 401 is needed.
   *
   * @param deadlineNanos in terms of {@link System#nanoTime()}
   */
  public @Nullable String authorization(Scope scope, long deadlineNanos) throws IOException {
    Credential credential = credentials.find(scope.repository(), deadlineNanos);
    if (credential instanceof Credential.RegistryToken token) {
      return BEARER + token.token();
    }
    AuthScheme known = schemes.get(scope.repository());
    AuthScheme scheme = known == null ? lastScheme : known;
    if (scheme instanceof AuthScheme.Bearer bearer) {
      String cached = tokens.find(bearer.realm(), scope);
      List<String> asked = cached == null ? bearer.foresee(scope) : null;
      String token = asked == null ? cached : token(bearer.realm(), scope, asked, deadlineNanos);
      return token == null ? null : BEARER + token;
    }
    return scheme == null ? null : TokenRequest.basic(credential);
  }

  /**
   * The {@code Authorization} header to try once more with, after the registry itself answered 401;
   * null when there is nothing new to try, so that the 401 is the answer.
   *
   * @param wwwAuthenticate the values of all headers of this name
   * @param sent the header that was rejected, if any
   * @param deadlineNanos in terms of {@link System#nanoTime()}
   */
  public @Nullable String answer(
      List<String> wwwAuthenticate, Scope scope, @Nullable String sent, long deadlineNanos)
      throws IOException {
    AuthScheme scheme = AuthScheme.of(Challenge.parse(wwwAuthenticate), scope, base, plainHttp);
    if (scheme != null) {
      schemes.put(scope.repository(), scheme);
      lastScheme = scheme;
    }
    if (sent != null && sent.startsWith(BEARER)) {
      tokens.drop(sent.substring(BEARER.length()));
    }
    String header = header(scheme, scope, sent, deadlineNanos);
    return header == null || header.equals(sent) ? null : header;
  }

  /** Whether an answer has taught us how this registry wants to be authorised. */
  public boolean knowsChallenge() {
    return lastScheme != null;
  }

  /** Where the credentials used last come from, for error messages; null when there were none. */
  public @Nullable String credentialSource() {
    return credentials.lastSource();
  }

  private @Nullable String header(
      @Nullable AuthScheme scheme, Scope scope, @Nullable String sent, long deadlineNanos)
      throws IOException {
    Credential credential = credentials.find(scope.repository(), deadlineNanos);
    if (scheme instanceof AuthScheme.Bearer bearer
        && !(credential instanceof Credential.RegistryToken)) {
      return BEARER + token(bearer.realm(), scope, bearer.asked().toAsk(scope), deadlineNanos);
    }
    if (scheme == null || credential == null) {
      return null;
    }
    String header = direct(credential);
    if (header == null || !header.equals(sent)) {
      return header;
    }
    Credential newer = credentials.replace(scope.repository(), credential, deadlineNanos);
    return newer == null ? null : direct(newer);
  }

  /** The header of a credential that the registry takes itself, without a token server. */
  private static @Nullable String direct(Credential credential) {
    return credential instanceof Credential.RegistryToken token
        ? BEARER + token.token()
        : TokenRequest.basic(credential);
  }

  private String token(Realm realm, Scope scope, List<String> asked, long deadlineNanos)
      throws IOException {
    try {
      return requests.run(
          new Wanted(realm, scope),
          deadlineNanos,
          () -> {
            String cached = tokens.find(realm, scope);
            return cached == null ? fetch(realm, scope, asked, deadlineNanos) : cached;
          });
    } catch (InterruptedIOException e) {
      throw Thread.currentThread().isInterrupted()
          ? e
          : new ConnectionException("GET", realm.toString(), e);
    }
  }

  private String fetch(Realm realm, Scope scope, List<String> asked, long deadlineNanos)
      throws IOException {
    Credential credential = credentials.find(scope.repository(), deadlineNanos);
    try {
      return fetch(realm, scope, asked, credential, deadlineNanos);
    } catch (CredentialException e) {
      Credential newer =
          credential == null
              ? null
              : credentials.replace(scope.repository(), credential, deadlineNanos);
      if (newer == null) {
        throw e;
      }
      return fetch(realm, scope, asked, newer, deadlineNanos);
    }
  }

  private String fetch(
      Realm realm,
      Scope scope,
      List<String> asked,
      @Nullable Credential credential,
      long deadlineNanos)
      throws IOException {
    long now = nanoClock.getAsLong();
    Token token = server.token(new TokenRequest(realm, asked, credential), deadlineNanos);
    tokens.put(realm, scope, token, now);
    String next = token.refreshToken();
    if (credential instanceof Credential.IdentityToken identity
        && next != null
        && !next.isEmpty()) {
      var rotated = new Credential.IdentityToken(next, identity.source());
      credentials.remember(scope.repository(), rotated);
    }
    return token.value();
  }
}
