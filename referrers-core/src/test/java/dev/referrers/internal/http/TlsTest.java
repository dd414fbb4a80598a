package dev.referrers.internal.http;

import static dev.referrers.internal.http.Clients.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.Registry;
import dev.referrers.error.ConnectionException;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Route;
import dev.referrers.transport.Credentials;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  @TempDir private Path folder;
  private Path authority;
  private FakeRegistry registry;

  @BeforeEach
  void start() throws Exception {
    authority = pem("ca.pem", Certificates.AUTHORITY.certificatePem());
    registry = FakeRegistry.newBuilder().tls(Certificates.server().sslSocketFactory()).start();
    registry.repository(NAME).pushImage("1.0");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void namedAuthorityIsTrustedAndNoOther() throws Exception {
    assertThat(at(registry).trustedCertificates(authority).build().repository(NAME).fetch("1.0"))
        .isNotNull();

    assertThatThrownBy(() -> at(registry).build().repository(NAME).fetch("1.0"))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("PKIX")
        .hasMessageEndingWith(
            "(Registry.Builder.trustedCertificates adds certificate authorities)");
  }

  @Test
  void distrustIsNotTriedAgain() {
    var retries = new ArrayList<String>();
    Registry strict =
        at(registry)
            .listener(
                new RegistryListener() {
                  @Override
                  public void retrying(
                      String method, String url, int attempt, Duration pause, String why) {
                    retries.add(why);
                  }
                })
            .build();

    assertThatThrownBy(() -> strict.repository(NAME).fetch("1.0"))
        .isInstanceOf(ConnectionException.class);
    assertThat(retries).isEmpty();
  }

  @Test
  void requestsAtOnceShareOneHttp2Connection() throws Exception {
    Registry client = at(registry).trustedCertificates(authority).build();
    client.repository(NAME).fetch("1.0");
    var executor = Executors.newFixedThreadPool(8);
    try {
      var reads = new ArrayList<Callable<Object>>();
      for (int i = 0; i < 40; i++) {
        reads.add(() -> Clients.fetch(client.repository(NAME), "1.0"));
      }
      for (var read : executor.invokeAll(reads)) {
        assertThat(read.get()).isNotNull();
      }
    } finally {
      executor.shutdown();
    }

    assertThat(registry.connections()).isEqualTo(1);
    assertThat(registry.count(Route.ANY)).isEqualTo(41);
  }

  @Test
  void presentsItsCertificate() throws Exception {
    Path chain = pem("client.pem", Certificates.CLIENT.certificatePem());
    Path key = pem("client.key", Certificates.CLIENT.privateKeyPkcs8Pem());
    try (var asking =
        FakeRegistry.newBuilder()
            .tls(Certificates.server().sslSocketFactory())
            .requireClientCertificate()
            .start()) {
      asking.repository(NAME).pushImage("1.0");
      Registry.Builder trusting = at(asking).trustedCertificates(authority);

      assertThat(trusting.clientCertificate(chain, key).build().repository(NAME).fetch("1.0"))
          .isNotNull();
      assertThatThrownBy(
              () -> at(asking).trustedCertificates(authority).build().repository(NAME).fetch("1.0"))
          .isInstanceOf(ConnectionException.class);
    }
  }

  @Test
  void fileThatHoldsSomethingElseIsRefusedAtOnce() throws Exception {
    Path text = pem("text.pem", "hello");
    Path empty = pem("empty.pem", "");
    Path pkcs1 =
        pem("pkcs1.pem", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----");
    Path broken = pem("broken.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");
    Registry.Builder builder = at(registry);

    assertThatThrownBy(() -> builder.trustedCertificates(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("File " + text + " holds no PEM certificates");
    assertThatThrownBy(() -> builder.trustedCertificates(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("File " + empty + " holds no certificate");
    assertThatThrownBy(() -> builder.clientCertificate(authority, pkcs1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "File " + pkcs1 + " needs to hold an unencrypted PKCS#8 key, BEGIN PRIVATE KEY");
    assertThatThrownBy(() -> builder.clientCertificate(authority, broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("File " + broken + " holds no EC, RSA or Ed25519 key");
  }

  private Path pem(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Registry.Builder at(FakeRegistry registry) {
    return Registry.at(registry.host())
        .credentials(Credentials.anonymous())
        .retryPolicy(Clients.HASTY);
  }
}
