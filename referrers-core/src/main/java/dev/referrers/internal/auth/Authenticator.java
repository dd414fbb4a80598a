package dev.referrers.internal.auth;

import dev.referrers.transport.Credentials;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Knows how one registry wants to be authorised, and holds the tokens for it. Thread-safe; one for
 * each client of a registry.
 */
public final class Authenticator {

  /**
   * @param client how to reach token servers; its redirect and authenticator settings are not used
   * @param registry host[:port] as the user wrote it, for finding credentials
   * @param base where the registry is reached
   */
  public Authenticator(
      OkHttpClient client, String registry, HttpUrl base, Credentials credentials) {
    this(client, registry, base, credentials, System::nanoTime);
  }

  Authenticator(
      OkHttpClient client,
      String registry,
      HttpUrl base,
      Credentials credentials,
      LongSupplier nanoClock) {}

  /**
   * The {@code Authorization} header for a request that nobody challenged yet, or null when nothing
   * is known to send. Asks for a token when it is known where, so that no further 401 is needed.
   *
   * @param deadlineNanos in terms of {@link System#nanoTime()}
   */
  public @Nullable String authorization(Scope scope, long deadlineNanos) throws IOException {
    return null;
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
    return null;
  }

  /** Whether an answer has taught us how this registry wants to be authorised. */
  public boolean knowsChallenge() {
    return false;
  }

  /** Where the credentials used last come from, for error messages; null when there were none. */
  public @Nullable String credentialSource() {
    return null;
  }
}
