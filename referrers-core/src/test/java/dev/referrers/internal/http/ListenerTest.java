package dev.referrers.internal.http;

import static dev.referrers.internal.http.Clients.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Registry;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Auth;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import dev.referrers.transport.Credentials;
import dev.referrers.transport.RegistryListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerTest {

  private static final Blob BLOB = Blob.of("text/plain", ByteString.of(new byte[200_000]));

  private final FakeRegistry registry = FakeRegistry.start();
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private long moved;

  private final RegistryListener listener =
      new RegistryListener() {
        @Override
        public void requestFinished(
            String method, String url, int status, long sent, Duration took) {
          heard.add(method + " " + url.replace(registry.host(), "") + " " + status + " " + sent);
        }

        @Override
        public void bytesMoved(Digest blob, boolean upload, long bytes) {
          moved += upload ? bytes : -bytes;
        }

        @Override
        public void warned(String repository, String warning) {
          heard.add("warning: " + warning);
        }

        @Override
        public void retrying(
            String method, String url, int attempt, Duration pause, String failure) {
          heard.add("retry " + attempt + " after " + failure);
        }
      };

  private final Repository repository = client(listener);

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void hearsOfEveryRequestOnceTokensIncluded() throws Exception {
    registry.behave(behaviour -> behaviour.withAuth(Auth.bearer("tester", "secret")));

    repository.pushBlob(BLOB);

    assertThat(heard)
        .containsExactly(
            "POST /v2/acme/api/blobs/uploads/ 401 200000",
            "GET /token 200 0",
            "POST /v2/acme/api/blobs/uploads/ 201 200000");
    assertThat(registry.count(Route.ANY)).isEqualTo(3);
  }

  @Test
  void hearsOfFailuresAndRetries() throws Exception {
    registry.repository(NAME).pushImage("1.0");
    registry.fault(Route.GET_MANIFEST, Fault.status(503));
    registry.fault(Route.GET_MANIFEST, Fault.reset());

    repository.fetch("1.0");

    assertThat(heard).hasSize(5).contains("retry 1 after 503");
    assertThat(heard.get(0)).endsWith("1.0 503 0");
    assertThat(heard.get(2)).endsWith("1.0 0 0");
    assertThat(heard.get(4)).endsWith("1.0 200 0");
  }

  @Test
  void hearsOfBytesBothWays() throws Exception {
    repository.pushBlob(BLOB);
    assertThat(moved).isEqualTo(200_000);

    try (var source = repository.openBlob(BLOB.descriptor())) {
      source.readByteString();
    }
    assertThat(moved).isZero();
  }

  @Test
  void hearsAWarningOnceAndNoneThatIsTooLong() throws Exception {
    registry.behave(
        behaviour ->
            behaviour
                .withHeader("Warning", "299 - \"quota \\\"acme\\\" is nearly used up\"")
                .withHeader("Warning", "199 - \"something else\"")
                .withHeader("Warning", "299 - \"" + "x".repeat(5000) + "\""));

    repository.fetch("1.0");
    repository.fetch("2.0");

    assertThat(heard)
        .filteredOn(text -> text.startsWith("warning"))
        .containsExactly("warning: quota \"acme\" is nearly used up");
  }

  @Test
  void nothingElseComesOfAWarning() throws Exception {
    var before = repository.fetch("1.0");
    registry.resetRequests();
    registry.behave(behaviour -> behaviour.withHeader("Warning", "299 - \"moved to /acme/new\""));

    assertThat(repository.fetch("1.0")).isEqualTo(before);
    assertThat(registry.count(Route.ANY)).isEqualTo(1);
  }

  @Test
  void whatAListenerThrowsIsDropped() throws Exception {
    RegistryListener broken =
        new RegistryListener() {
          @Override
          public void requestFinished(
              String method, String url, int status, long sent, Duration took) {
            throw new AssertionError("broken listener");
          }

          @Override
          public void bytesMoved(Digest blob, boolean upload, long bytes) {
            throw new IllegalStateException("broken listener");
          }
        };

    client(broken).pushBlob(BLOB);

    assertThat(registry.repository(NAME).hasBlob(BLOB.descriptor().digest())).isTrue();
  }

  private Repository client(RegistryListener listener) {
    Registry.Builder client = Clients.of(registry).listener(listener);
    return client
        .credentials(Credentials.basic(registry.host(), "tester", "secret"))
        .build()
        .repository(NAME);
  }
}
