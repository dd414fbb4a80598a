package dev.referrers.internal.http;

import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Makes an OkHttp client that does nothing by itself that we have to decide. */
final class HttpClients {

  private static final String USER_AGENT = "referrers";

  private HttpClients() {}

  /**
   * @param callers how many requests may be under way at once
   */
  static OkHttpClient of(Connecting connecting, int callers, RegistryListener listener) {
    OkHttpClient.Builder builder =
        connecting.client() == null ? fresh(callers) : connecting.client().newBuilder();
    connecting.tls().in(builder);
    if (connecting.proxy() != null) {
      builder.proxy(connecting.proxy());
    }
    if (connecting.proxyAuthorization() != null) {
      String header = connecting.proxyAuthorization();
      builder.proxyAuthenticator((route, response) -> toProxy(response, header));
    }
    return safe(builder, listener)
        .connectTimeout(connecting.connectTimeout())
        .readTimeout(connecting.silence())
        .writeTimeout(connecting.silence())
        .build();
  }

  /** Keeps as many connections as there may be callers. */
  private static OkHttpClient.Builder fresh(int callers) {
    return new OkHttpClient.Builder()
        .connectionPool(new ConnectionPool(callers + 1, 5, TimeUnit.MINUTES));
  }

  private static OkHttpClient.Builder safe(
      OkHttpClient.Builder builder, RegistryListener listener) {
    return builder
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .authenticator(Authenticator.NONE)
        .cookieJar(CookieJar.NO_COOKIES)
        .cache(null)
        .callTimeout(Duration.ZERO)
        .addInterceptor(new Reporting(listener))
        .addInterceptor(HttpClients::nameUs)
        .addNetworkInterceptor(HttpClients::leaveRetriesToUs);
  }

  /** A 407 through a tunnel is the registry's: the proxy answers the {@code CONNECT} only. */
  private static @Nullable Request toProxy(Response response, String header) {
    boolean refused = response.request().header("Proxy-Authorization") != null;
    boolean tunnelled =
        response.request().isHttps() && !response.request().method().equals("CONNECT");
    return refused || tunnelled
        ? null
        : response.request().newBuilder().header("Proxy-Authorization", header).build();
  }

  private static Response nameUs(Interceptor.Chain chain) throws IOException {
    Request request = chain.request().newBuilder().header("User-Agent", USER_AGENT).build();
    return chain.proceed(request);
  }

  /** OkHttp sends a request again, whatever its method, after 503 with {@code Retry-After: 0}. */
  private static Response leaveRetriesToUs(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    return response.code() == 503 && "0".equals(response.header("Retry-After"))
        ? response.newBuilder().removeHeader("Retry-After").build()
        : response;
  }
}
