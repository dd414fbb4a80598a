package dev.referrers.internal.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import okhttp3.Address;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HttpClientsTest {

  private static final InetSocketAddress PLACE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 3128);
  private static final Proxy PROXY = new Proxy(Proxy.Type.HTTP, PLACE);
  private static final String SECRET = "Basic c2VjcmV0";

  private final OkHttpClient client =
      HttpClients.of(
          new Connecting(
              null, Tls.DEFAULT, Duration.ofSeconds(1), Duration.ofSeconds(1), PROXY, SECRET),
          1,
          RegistryListener.NONE);

  @Test
  void tellsTheProxyWhoWeAre() throws IOException {
    assertThat(answer(true, "CONNECT")).isEqualTo(SECRET);
    assertThat(answer(false, "GET")).isEqualTo(SECRET);
  }

  /** Once the tunnel stands, a 407 comes from the registry. */
  @Test
  void doesNotTellTheRegistryBehindTheTunnel() throws IOException {
    assertThat(answer(true, "GET")).isNull();
  }

  private @Nullable String answer(boolean tls, String method) throws IOException {
    String url = (tls ? "https" : "http") + "://registry.example/v2/";
    Request request = new Request.Builder().url(url).method(method, null).build();
    Response refusal =
        new Response.Builder()
            .request(request)
            .protocol(Protocol.HTTP_1_1)
            .code(407)
            .message("Proxy Authentication Required")
            .build();
    Request better = client.proxyAuthenticator().authenticate(route(request), refusal);
    return better == null ? null : better.header("Proxy-Authorization");
  }

  private Route route(Request request) {
    boolean tls = request.isHttps();
    var address =
        new Address(
            request.url().host(),
            request.url().port(),
            client.dns(),
            client.socketFactory(),
            tls ? client.sslSocketFactory() : null,
            tls ? client.hostnameVerifier() : null,
            tls ? client.certificatePinner() : null,
            client.proxyAuthenticator(),
            requireNonNull(client.proxy()),
            client.protocols(),
            client.connectionSpecs(),
            client.proxySelector());
    return new Route(address, PROXY, PLACE);
  }
}
