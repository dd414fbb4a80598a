package dev.referrers.internal.http;

import static dev.referrers.internal.http.Clients.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.CredentialException;
import dev.referrers.error.ResponseException;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Answer;
import dev.referrers.testing.Auth;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.RegistryRequest;
import dev.referrers.testing.Route;
import dev.referrers.transport.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AuthorizedTest {

  private static final Auth BEARER = Auth.bearer("tester", "secret");

  private final FakeRegistry registry = FakeRegistry.start();
  private final Descriptor image = registry.repository(NAME).pushImage("1.0");
  private final Repository repository = known("tester", "secret");

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void publisherMeets401AndAsksForATokenOnce() throws Exception {
    registry.behave(behaviour -> behaviour.withAuth(BEARER));

    repository.pushBlob(blob(1));
    repository.pushBlob(blob(2));
    repository.push(Clients.fetch(repository, "1.0").manifest());
    repository.referrers(image.digest(), null, null);

    assertThat(registry.requests())
        .extracting(request -> request.route() + " " + request.status())
        .containsExactly(
            "POST_UPLOAD 401",
            "TOKEN 200",
            "POST_UPLOAD 201",
            "POST_UPLOAD 201",
            "GET_MANIFEST 200",
            "PUT_MANIFEST 201",
            "REFERRERS 200");
  }

  @Test
  void uploadsAtOnceSendTheirContentOnce() throws Exception {
    for (Auth auth : List.of(BEARER, Auth.basic("tester", "secret"))) {
      registry.behave(behaviour -> behaviour.withAuth(auth));
      registry.resetRequests();

      pushAtOnce(known("tester", "secret"), 8);

      assertThat(registry.requests(Route.POST_UPLOAD))
          .extracting(RegistryRequest::status)
          .containsOnlyOnce(401)
          .hasSize(9);
      assertThat(registry.count(Route.TOKEN)).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void anonymousUploadsAreNotHeldBack() throws Exception {
    registry.behave(behaviour -> behaviour.withLatency(java.time.Duration.ofMillis(200)));
    long start = System.nanoTime();

    pushAtOnce(Clients.repository(registry), 8);

    assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
  }

  @Test
  void readerAsksForNoMoreThanPull() throws Exception {
    registry.behave(behaviour -> behaviour.withAuth(BEARER));

    repository.fetch("1.0");

    assertThat(registry.requests(Route.TOKEN).get(0).parameter("scope"))
        .isEqualTo("repository:acme/api:pull");
  }

  @Test
  void wrongCredentialsAreAnErrorThatNamesTheirSource() {
    registry.behave(behaviour -> behaviour.withAuth(Auth.basic("tester", "secret")));

    assertThatThrownBy(() -> known("tester", "wrong").fetch("1.0"))
        .isInstanceOf(ResponseException.class)
        .hasMessageContaining("401")
        .hasMessageEndingWith(
            "(credentials from the caller were not accepted for repository:acme/api:pull)")
        .hasMessageNotContaining("wrong");
    registry.behave(behaviour -> behaviour.withAuth(BEARER));
    assertThatThrownBy(() -> known("tester", "wrong").fetch("1.0"))
        .isInstanceOf(CredentialException.class)
        .hasMessageNotContaining("wrong");
  }

  @Test
  void noCredentialsAreAnErrorThatSaysSo() {
    registry.behave(behaviour -> behaviour.withAuth(Auth.basic("tester", "secret")));

    assertThatThrownBy(() -> Clients.repository(registry).fetch("1.0"))
        .isInstanceOf(ResponseException.class)
        .hasMessageEndingWith("(no credentials are known for " + registry.host() + ")");
  }

  @Test
  void rightThatIsMissingIsNamed() {
    registry.behave(
        behaviour -> behaviour.withAuth(BEARER.withGranted("pull").withDeniedStatus(403)));

    assertThatThrownBy(() -> repository.pushBlob(blob(1)))
        .isInstanceOf(ResponseException.class)
        .hasMessageEndingWith(
            "(credentials from the caller lack a right of repository:acme/api:pull,push)");
  }

  @Test
  void busyTokenServerIsAskedAgain() throws Exception {
    registry.behave(behaviour -> behaviour.withAuth(BEARER));
    registry.fault(Route.TOKEN, Fault.status(503));
    registry.fault(Route.TOKEN, Fault.answer(Answer.status(429).withRetryAfter("0")));

    assertThat(repository.fetch("1.0")).isNotNull();
    assertThat(registry.count(Route.TOKEN)).isEqualTo(3);
  }

  @Test
  void revokedTokenIsReplacedOnce() throws Exception {
    registry.behave(behaviour -> behaviour.withAuth(BEARER));
    repository.fetch("1.0");
    registry.revokeTokens();
    registry.resetRequests();

    repository.fetch("1.0");

    assertThat(registry.requests())
        .extracting(RegistryRequest::route)
        .containsExactly(Route.GET_MANIFEST, Route.TOKEN, Route.GET_MANIFEST);
  }

  @Test
  void storageHostGetsTheRequestWithoutCredentials() throws Exception {
    Descriptor stored = registry.repository(NAME).pushBlob(ByteString.encodeUtf8("content"));
    try (var storage = FakeRegistry.newBuilder().contentOf(registry).start()) {
      registry.behave(behaviour -> behaviour.withAuth(BEARER).withBlobRedirect(storage.url()));

      try (var source = repository.openBlob(stored)) {
        assertThat(source.readUtf8()).isEqualTo("content");
      }

      assertThat(storage.requests()).hasSize(1);
      assertThat(storage.requests().get(0).headers().names())
          .doesNotContain("Authorization", "Cookie")
          .contains("Accept-Encoding");
    }
  }

  @Test
  void challengeOfAStorageHostIsNotAnswered() throws Exception {
    Descriptor stored = registry.repository(NAME).pushBlob(ByteString.encodeUtf8("content"));
    var asking = Behaviour.specified().withAuth(Auth.basic("tester", "secret"));
    try (var storage = FakeRegistry.newBuilder().behaviour(asking).contentOf(registry).start()) {
      registry.behave(behaviour -> behaviour.withBlobRedirect(storage.url()));

      assertThatThrownBy(() -> repository.openBlob(stored)).isInstanceOf(ResponseException.class);

      assertThat(storage.count(Route.ANY)).isEqualTo(1);
    }
  }

  private Repository known(String user, String password) {
    return Clients.of(registry)
        .credentials(Credentials.basic(registry.host(), user, password))
        .build()
        .repository(NAME);
  }

  private static void pushAtOnce(Repository repository, int count) throws Exception {
    var executor = Executors.newFixedThreadPool(count);
    try {
      var uploads = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < count; i++) {
        Blob blob = blob(i);
        uploads.add(
            () -> {
              repository.pushBlob(blob);
              return true;
            });
      }
      for (Future<Boolean> upload : executor.invokeAll(uploads)) {
        assertThat(upload.get()).isTrue();
      }
    } finally {
      executor.shutdown();
    }
  }

  private static Blob blob(int number) {
    return Blob.of("text/plain", ByteString.encodeUtf8("blob " + number));
  }
}
