package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.ConnectionException;
import dev.referrers.repository.Repository;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Route;
import dev.referrers.transport.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

class RegistryTest {

  @Test
  void locationIsWhatPeopleWrite() {
    assertThat(Registry.at("index.docker.io").build().repository("alpine").location())
        .isEqualTo("docker.io/library/alpine");
    assertThat(Registry.at("Registry.example:5000").build().repository("acme/api").location())
        .isEqualTo("registry.example:5000/acme/api");
  }

  @Test
  void hostsAndNamesAreChecked() {
    for (String host : new String[] {"", "https://registry.example", "a/b", "a b", "user@host"}) {
      assertThatThrownBy(() -> Registry.at(host)).isInstanceOf(IllegalArgumentException.class);
    }
    Registry registry = Registry.at("registry.example").build();
    for (String name : new String[] {"", "../etc", "a//b", "A/b", "a/../b", "a?b", "a%2e"}) {
      assertThatThrownBy(() -> registry.repository(name))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void plainHttpIsSpokenOnlyWhereNamedNotEvenOnThisMachine() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var received = new CompletableFuture<String>();
      // as Go's servers answer what is no HTTP
      var answering =
          new Thread(() -> answer(server, "HTTP/1.0 400 Bad Request\r\n\r\n", received));
      answering.start();
      String host = "127.0.0.1:" + server.getLocalPort();
      Registry strict = Registry.at(host).credentials(Credentials.anonymous()).build();

      assertThatThrownBy(() -> strict.repository("acme/api").fetch("1.0"))
          .isInstanceOf(ConnectionException.class)
          .hasMessage(
              "GET %s/v2/acme/api/manifests/1.0: Unsupported or unrecognized SSL message (it"
                  + " seems to speak plain HTTP: Registry.Builder.allowPlainHttp)",
              host);
      assertThat(received.get(5, TimeUnit.SECONDS)).doesNotContain("GET");
    }
    try (var fake = FakeRegistry.start()) {
      Registry named =
          Registry.at(fake.host())
              .allowPlainHttp(fake.host())
              .credentials(Credentials.anonymous())
              .build();

      assertThat(named.repository("acme/api").fetch("1.0")).isNull();
    }
  }

  @Test
  void noMoreRequestsAtOnceThanAllowedOverAllRepositories() throws Exception {
    try (var fake = FakeRegistry.start()) {
      fake.behave(behaviour -> behaviour.withLatency(Duration.ofMillis(20)));
      Registry client =
          Registry.at(fake.host())
              .allowPlainHttp("127.0.0.1")
              .credentials(Credentials.anonymous())
              .maxRequestsPerHost(3)
              .build();

      readAtOnce(client, 12);

      assertThat(fake.connections()).isLessThanOrEqualTo(3);
      assertThat(fake.count(Route.ANY)).isEqualTo(12);
    }
  }

  @Test
  void copyDiffersOnlyInWhatWasChanged() throws Exception {
    try (var fake = FakeRegistry.start()) {
      Registry client =
          Registry.at(fake.host())
              .allowPlainHttp("127.0.0.1")
              .credentials(Credentials.anonymous())
              .build();
      Registry copy = client.newBuilder().timeout(Duration.ofSeconds(1)).build();

      Repository repository = copy.repository("acme/api");

      assertThat(repository.fetch("1.0")).isNull();
      assertThat(repository.capabilities()).isSameAs(client.repository("acme/api").capabilities());
    }
  }

  @Test
  void proxyGetsItsCredentialsWhenItAsks() throws Exception {
    try (var proxy = new MockWebServer()) {
      proxy.start();
      proxy.enqueue(
          new MockResponse.Builder()
              .code(407)
              .addHeader("Proxy-Authenticate", "Basic realm=\"proxy\"")
              .build());
      proxy.enqueue(
          new MockResponse.Builder()
              .code(404)
              .body("{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}")
              .build());
      Registry client =
          Registry.at("registry.example")
              .allowPlainHttp("registry.example")
              .credentials(Credentials.anonymous())
              .proxy(
                  new Proxy(
                      Proxy.Type.HTTP,
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.getPort())))
              .proxyCredentials("user", "word")
              .build();

      assertThat(client.repository("acme/api").fetch("1.0")).isNull();

      assertThat(proxy.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
      assertThat(proxy.takeRequest().getHeaders().get("Proxy-Authorization"))
          .isEqualTo("Basic dXNlcjp3b3Jk");
    }
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    Registry.Builder builder = Registry.at("registry.example");

    assertThatThrownBy(() -> builder.timeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Timeout needs to be positive but is PT0S");
    assertThatThrownBy(() -> builder.maxRequestsPerHost(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.chunkBytes(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.build().repository("a").within(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Deadline needs to be positive but is PT-0.001S");
  }

  private static void answer(
      ServerSocket server, String answer, CompletableFuture<String> received) {
    try (var socket = server.accept()) {
      var start = new byte[16];
      int read = socket.getInputStream().read(start);
      received.complete(new String(start, 0, Math.max(read, 0), StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      received.completeExceptionally(e);
    }
  }

  private static void readAtOnce(Registry client, int count) throws Exception {
    var executor = Executors.newFixedThreadPool(count);
    try {
      var reads = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < count; i++) {
        String name = "acme/number" + i;
        reads.add(() -> client.repository(name).fetch("1.0") == null);
      }
      for (var read : executor.invokeAll(reads)) {
        assertThat(read.get()).isTrue();
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void hostWithASchemeIsToldWhatToDo() {
    assertThatThrownBy(() -> Registry.at("http://ann:s3cret@localhost:5000"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Registry needs the form host[:port] but starts with http:// (it is reached by https;"
                + " Registry.Builder.allowPlainHttp names hosts without TLS)");
    assertThatThrownBy(() -> Registry.at("localhost:5000").allowPlainHttp("http://localhost:5000"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
