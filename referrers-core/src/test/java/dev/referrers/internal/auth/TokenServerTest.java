package dev.referrers.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.ConnectionException;
import dev.referrers.error.CredentialException;
import dev.referrers.error.ForeignHostException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.ResponseException;
import dev.referrers.transport.Credential;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenServerTest {

  private static final Credential USER = new Credential.Basic("ann", "s3cret", "the caller");
  private static final Credential IDENTITY = new Credential.IdentityToken("s3cret", "the caller");
  private static final OkHttpClient CLIENT = new OkHttpClient();

  private final MockWebServer server = new MockWebServer();
  private final TokenServer tokens = new TokenServer(CLIENT, "registry.example");

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** formats.md S61. */
  @Test
  void getKeepsTheRealmsQueryAndNamesEachScope() throws Exception {
    server.enqueue(json("{\"token\":\"t\"}"));

    fetch("/token?a=b%2Bc", "my service", USER, "repository:a:pull,push", "repository:b:pull");

    HttpUrl url = request().getUrl();
    assertThat(url.encodedQuery()).startsWith("a=b%2Bc&");
    assertThat(url.queryParameter("service")).isEqualTo("my service");
    assertThat(url.queryParameterValues("scope"))
        .containsExactly("repository:a:pull,push", "repository:b:pull");
  }

  @Test
  void getSendsUserAndPasswordWhenThereAreAny() throws Exception {
    server.enqueue(json("{\"token\":\"t\"}"));
    server.enqueue(json("{\"token\":\"t\"}"));

    fetch("/token", null, new Credential.Basic("ann", "s:é", "the caller"));
    fetch("/token", null, null);

    assertThat(request().getHeaders().get("Authorization")).isEqualTo("Basic YW5uOnM6w6k=");
    RecordedRequest anonymous = request();
    assertThat(anonymous.getHeaders().get("Authorization")).isNull();
    assertThat(anonymous.getUrl().queryParameterNames()).containsExactly("scope");
  }

  /** formats.md S62. */
  @Test
  void identityTokenIsPosted() throws Exception {
    server.enqueue(json("{\"access_token\":\"t\"}"));

    fetch("/token", "s", new Credential.IdentityToken("re&fresh", "x"), "repository:a:pull", "aws");

    RecordedRequest request = request();
    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getHeaders().get("Authorization")).isNull();
    assertThat(request.getUrl().query()).isNull();
    assertThat(String.valueOf(request.getBody() == null ? "" : request.getBody().utf8()))
        .isEqualTo(
            "grant_type=refresh_token&refresh_token=re%26fresh&client_id=referrers"
                + "&scope=repository%3Aa%3Apull+aws&service=s");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405})
  void serverThatKnowsNoPostIsNamedWithARemedy(int status) {
    server.enqueue(new MockResponse.Builder().code(status).build());

    assertThatThrownBy(() -> fetch("/token", null, IDENTITY))
        .isInstanceOf(CredentialException.class)
        .hasMessage(
            "Credentials from the caller: token realm %s answered %d to a refresh token (use a user"
                    .formatted(host(), status)
                + " name and a password for registry.example instead)");
  }

  /** tektoncd/chains#1405, sigstore/cosign#3403: say which credentials, and what to do. */
  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void refusedCredentialsAreNamedNotShown(int status) {
    server.enqueue(new MockResponse.Builder().code(status).body("s3cret").build());

    assertThatThrownBy(() -> fetch("/token", null, USER))
        .isInstanceOf(CredentialException.class)
        .hasMessage(
            "Credentials from the caller: token realm %s answered %d (check them for"
                    .formatted(host(), status)
                + " registry.example)");
  }

  @Test
  void refusedAnonymousRequestSaysThatThereAreNoCredentials() {
    server.enqueue(new MockResponse.Builder().code(401).build());

    assertThatThrownBy(() -> fetch("/token?s3cret", null, null))
        .isInstanceOf(ResponseException.class)
        .hasMessage(
            "GET %s/token: 401 (there are no credentials for registry.example)".formatted(host()));
  }

  @Test
  void passingFailureCanBeTriedAgain() {
    server.enqueue(new MockResponse.Builder().code(429).addHeader("Retry-After", "7").build());

    assertThatThrownBy(() -> fetch("/token", null, USER))
        .isInstanceOfSatisfying(
            ResponseException.class,
            e -> {
              assertThat(e.status()).isEqualTo(429);
              assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7));
              assertThat(e.remedy()).isNull();
            });
  }

  @Test
  void followsRedirectsWithinTheOrigin() throws Exception {
    server.enqueue(redirect(301, "/token/?x=y"));
    server.enqueue(json("{\"token\":\"t\"}"));

    assertThat(fetch("/token", null, USER).value()).isEqualTo("t");
    request();
    RecordedRequest second = request();
    assertThat(second.getTarget()).isEqualTo("/token/?x=y");
    assertThat(second.getHeaders().get("Authorization")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirectToAnotherOrigin(int status) throws IOException {
    try (var foreign = new MockWebServer()) {
      foreign.start();
      server.enqueue(redirect(status, foreign.url("/token?s3cret").toString()));

      assertThatThrownBy(() -> fetch("/token", null, USER))
          .isInstanceOf(ForeignHostException.class)
          .hasMessage(
              ("Token realm of http://%s leads to http://%s:%d, which is not followed (the"
                      + " registry's challenge must name the final realm)")
                  .formatted(host(), foreign.getHostName(), foreign.getPort()));
      assertThat(foreign.getRequestCount()).isZero();
    }
  }

  @Test
  void postIsRedirectedOnlyAsAPost() throws Exception {
    server.enqueue(redirect(302, "/other"));
    assertThatThrownBy(() -> fetch("/token", null, IDENTITY))
        .isInstanceOf(ResponseException.class)
        .hasMessageEndingWith("/token: 302");

    server.enqueue(redirect(307, "/other"));
    server.enqueue(json("{\"token\":\"t\"}"));
    assertThat(fetch("/token", null, IDENTITY).value()).isEqualTo("t");
  }

  @Test
  void redirectsHaveALimit() {
    for (int i = 0; i < 4; i++) {
      server.enqueue(redirect(302, "/token"));
    }

    assertThatThrownBy(() -> fetch("/token", null, null)).isInstanceOf(ResponseException.class);
    assertThat(server.getRequestCount()).isEqualTo(4);
  }

  @Test
  void answerHasALimit() {
    server.enqueue(json("{\"token\":\"" + "t".repeat(1 << 16) + "\"}"));

    assertThatThrownBy(() -> fetch("/token", null, USER))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage(
            "Token answer of %s: expected at most 65536 bytes but there are more"
                .formatted(host()));
  }

  @Test
  void lostAnswerIsAConnectionException() {
    server.close();

    assertThatThrownBy(() -> fetch("/token?s3cret", null, USER))
        .isInstanceOf(ConnectionException.class)
        .hasMessageStartingWith("GET " + host() + "/token: ")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void endsWithItsDeadline() {
    server.enqueue(slow());

    assertThatThrownBy(() -> fetch(request("/token", null, null), Duration.ofMillis(50)))
        .isInstanceOf(ConnectionException.class)
        .hasMessageEndingWith("/token: timeout");
    assertThatThrownBy(() -> fetch(request("/token", null, null), Duration.ZERO))
        .isInstanceOf(ConnectionException.class)
        .hasMessageEndingWith("/token: timeout");
  }

  @Test
  void interruptEndsIt() {
    server.enqueue(slow());

    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> fetch("/token", null, null))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  private Token fetch(
      String path, @Nullable String service, @Nullable Credential credential, String... scopes)
      throws IOException {
    return fetch(request(path, service, credential, scopes), Duration.ofSeconds(5));
  }

  private Token fetch(TokenRequest request, Duration time) throws IOException {
    return tokens.token(request, System.nanoTime() + time.toNanos());
  }

  private TokenRequest request(
      String path, @Nullable String service, @Nullable Credential credential, String... scopes) {
    var realm = new Realm(server.url(path), service);
    var asked = scopes.length == 0 ? List.of("repository:a:pull") : List.of(scopes);
    return new TokenRequest(realm, asked, credential);
  }

  private String host() {
    return server.getHostName() + ":" + server.getPort();
  }

  private RecordedRequest request() throws InterruptedException {
    return Objects.requireNonNull(server.takeRequest(1, TimeUnit.SECONDS), "request");
  }

  private static MockResponse json(String json) {
    return new MockResponse.Builder().body(json).build();
  }

  private static MockResponse redirect(int status, String location) {
    return new MockResponse.Builder().code(status).addHeader("Location", location).build();
  }

  private static MockResponse slow() {
    return new MockResponse.Builder().headersDelay(1, TimeUnit.SECONDS).build();
  }
}
