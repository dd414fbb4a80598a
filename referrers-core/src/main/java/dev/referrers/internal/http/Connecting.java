package dev.referrers.internal.http;

import java.net.Proxy;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * How connections are made.
 *
 * @param client to start from; null for one of our own
 * @param silence how long a peer may say nothing
 * @param proxy null for that of {@code client} or of the JVM
 * @param proxyAuthorization the header that the proxy wants; null for none
 */
public record Connecting(
    @Nullable OkHttpClient client,
    Tls tls,
    Duration connectTimeout,
    Duration silence,
    @Nullable Proxy proxy,
    @Nullable String proxyAuthorization) {

  @Override
  public String toString() {
    return "Connecting"; // without the secret
  }
}
