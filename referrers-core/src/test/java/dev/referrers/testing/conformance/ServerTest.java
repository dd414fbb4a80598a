package dev.referrers.testing.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.RegistryRequest;
import dev.referrers.testing.Route;
import dev.referrers.testing.conformance.BareClient.Reply;
import java.io.IOException;
import javax.net.ssl.SSLException;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.ByteString;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ServerTest {

  @Test
  void recordsRequestsAsTheyCame() {
    try (var registry = FakeRegistry.start()) {
      new BareClient(registry)
          .post(
              "/v2/acme/api/blobs/uploads/?digest=a%3Ab", ByteString.encodeUtf8("abc"), "X-A", "1");

      RegistryRequest request = registry.requests().get(0);

      assertThat(request.route()).isEqualTo(Route.POST_UPLOAD);
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.path()).isEqualTo("/v2/acme/api/blobs/uploads/");
      assertThat(request.query()).isEqualTo("digest=a%3Ab");
      assertThat(request.parameter("digest")).isEqualTo("a:b");
      assertThat(request.headers().get("X-A")).isEqualTo("1");
      assertThat(request.bodySize()).isEqualTo(3);
      assertThat(request.status()).isEqualTo(400);
    }
  }

  @Test
  void countsRequestsConnectionsAndBytes() {
    try (var registry = FakeRegistry.start()) {
      var client = new BareClient(registry);
      client.get("/v2/");
      client.get("/v2/");
      client.head("/v2/acme/api/manifests/1");

      assertThat(registry.count(Route.ANY)).isEqualTo(3);
      assertThat(registry.count(Route.BASE)).isEqualTo(2);
      assertThat(registry.count(Route.HEAD_MANIFEST)).isOne();
      assertThat(registry.connections()).isOne();
      assertThat(registry.bytesIn()).isBetween(200L, 2_000L);
      assertThat(registry.bytesOut()).isBetween(200L, 2_000L);
      registry.resetRequests();
      assertThat(registry.requests()).isEmpty();
      assertThat(registry.bytesOut()).isZero();
    }
  }

  @Test
  void addsHeadersToEveryAnswer() {
    try (var registry = FakeRegistry.start()) {
      registry.behave(
          behaviour ->
              behaviour.withHeader("Warning", "299 - \"a\"").withHeader("Warning", "299 - \"b\""));

      assertThat(new BareClient(registry).get("/nowhere").headers().values("Warning")).hasSize(2);
    }
  }

  @Test
  void doesNotResolveDotsInAPath() {
    try (var registry = FakeRegistry.start()) {
      registry.repository("acme/api").pushImage("1.0");

      assertThat(new BareClient(registry).get("/v2/%2E%2E/acme").status()).isEqualTo(404);
    }
  }

  @Test
  void speaksHttp2OverTls() throws IOException {
    HandshakeCertificates server = certificates();
    try (var registry = FakeRegistry.newBuilder().tls(server.sslSocketFactory()).start()) {
      assertThat(registry.url()).startsWith("https://127.0.0.1:");
      try (Response response = get(trusting(SERVER).build(), registry)) {
        assertThat(response.code()).isEqualTo(200);
        assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
      }
    }
  }

  @RepeatedTest(5) // whether a handshake looks like the start of a request is chance
  void hangsUpOnAHandshakeWhereThereIsNoTls() {
    try (var registry = FakeRegistry.start()) {
      Request tls = new Request.Builder().url("https://" + registry.host() + "/v2/").build();

      assertThatThrownBy(() -> trusting(SERVER).build().newCall(tls).execute())
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void faultsStrikeOverHttp2Too() throws IOException {
    HandshakeCertificates server = certificates();
    try (var registry = FakeRegistry.newBuilder().tls(server.sslSocketFactory()).start()) {
      OkHttpClient client = trusting(SERVER).build();
      registry.fault(Route.BASE, Fault.loseAnswer());
      registry.fault(Route.BASE, Fault.reset());
      registry.fault(Route.BASE, Fault.truncateBody(1));
      registry.fault(Route.BASE, Fault.status(429));

      for (int fault = 0; fault < 3; fault++) {
        assertThatThrownBy(() -> text(client, registry)).isInstanceOf(IOException.class);
      }
      try (Response response = get(client, registry)) {
        assertThat(response.code()).isEqualTo(429);
      }
    }
  }

  @Test
  void failsAloudOnWhatItCannotRead() {
    try (var registry = FakeRegistry.start()) {
      Reply reply = new BareClient(registry).get("/v2/acme/api/referrers/sha256:0?a=%zz");

      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.text()).startsWith("The fake registry failed: ");
    }
  }

  @Test
  void demandsAClientCertificate() throws IOException {
    HeldCertificate person = new HeldCertificate.Builder().build();
    HandshakeCertificates server =
        new HandshakeCertificates.Builder()
            .heldCertificate(SERVER)
            .addTrustedCertificate(person.certificate())
            .build();
    try (var registry =
        FakeRegistry.newBuilder()
            .tls(server.sslSocketFactory())
            .requireClientCertificate()
            .start()) {
      assertThatThrownBy(() -> get(trusting(SERVER).build(), registry))
          .isInstanceOf(IOException.class);
      HandshakeCertificates own =
          new HandshakeCertificates.Builder()
              .heldCertificate(person)
              .addTrustedCertificate(SERVER.certificate())
              .build();
      OkHttpClient known =
          BareClient.HTTP
              .newBuilder()
              .sslSocketFactory(own.sslSocketFactory(), own.trustManager())
              .build();
      try (Response response = get(known, registry)) {
        assertThat(response.code()).isEqualTo(200);
      }
    }
  }

  private static final HeldCertificate SERVER =
      new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();

  private static HandshakeCertificates certificates() {
    return new HandshakeCertificates.Builder().heldCertificate(SERVER).build();
  }

  private static OkHttpClient.Builder trusting(HeldCertificate certificate) {
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(certificate.certificate())
            .build();
    return BareClient.HTTP
        .newBuilder()
        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager());
  }

  private static String text(OkHttpClient client, FakeRegistry registry) throws IOException {
    try (Response response = get(client, registry)) {
      return response.body().string();
    }
  }

  private static Response get(OkHttpClient client, FakeRegistry registry) throws IOException {
    return client.newCall(new Request.Builder().url(registry.url() + "/v2/").build()).execute();
  }
}
