package dev.referrers.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.CredentialException;
import dev.referrers.error.ForeignHostException;
import dev.referrers.internal.net.PlainHttp;
import dev.referrers.oci.RepositoryName;
import dev.referrers.transport.Credential;
import dev.referrers.transport.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {

  private static final RepositoryName API = RepositoryName.parse("acme/api");
  private static final RepositoryName WEB = RepositoryName.parse("acme/web");
  private static final Scope PULL = Scope.pull(API);
  private static final Scope PUSH = Scope.push(API);
  private static final String BASIC = "Basic realm=\"r\"";
  private static final String BASIC_ANN = "Basic YW5uOnMzY3JldA==";
  private static final Credentials ANN = (host, name) -> user("ann");
  private static final PlainHttp PLAIN = new PlainHttp(Set.of("localhost", "127.0.0.1"));
  private static final OkHttpClient CLIENT = new OkHttpClient();

  private final MockWebServer server = new MockWebServer();
  private final AtomicLong clock = new AtomicLong();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void sendsNothingBeforeTheFirstChallenge() throws IOException {
    Authenticator authenticator = authenticator(ANN);

    assertThat(authorization(authenticator, PULL)).isNull();
    assertThat(authenticator.knowsChallenge()).isFalse();
    assertThat(authenticator.credentialSource()).isEqualTo("the caller");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void sendsBasicUnaskedOnceItIsKnown() throws IOException {
    Authenticator authenticator = authenticator(ANN);

    assertThat(answer(authenticator, PULL, null, BASIC)).isEqualTo(BASIC_ANN);
    assertThat(authenticator.knowsChallenge()).isTrue();
    assertThat(authorization(authenticator, PUSH)).isEqualTo(BASIC_ANN);
    assertThat(authorization(authenticator, Scope.pull(WEB))).isEqualTo(BASIC_ANN);
  }

  @Test
  void rejectedBasicIsNotTriedAgainUnlessItHasChanged() throws IOException {
    assertThat(answer(authenticator(ANN), PULL, BASIC_ANN, BASIC)).isNull();
    assertThat(answer(authenticator(Credentials.anonymous()), PULL, null, BASIC)).isNull();

    Authenticator changed = authenticator(inTurn(user("ann"), user("bob")));
    assertThat(answer(changed, PULL, null, BASIC)).isEqualTo(BASIC_ANN);
    assertThat(answer(changed, PULL, BASIC_ANN, BASIC)).startsWith("Basic Ym9i");
    assertThat(authorization(changed, PULL)).startsWith("Basic Ym9i");
  }

  @Test
  void registryTokenIsSentAtOnce() throws IOException {
    Authenticator authenticator =
        authenticator(Credentials.registryToken("registry.example", "given"));

    assertThat(authorization(authenticator, PULL)).isEqualTo("Bearer given");
    assertThat(answer(authenticator, PULL, "Bearer given", bearer(""))).isNull();
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void tokenIsAskedForOnceAndServesSmallerScopes() throws Exception {
    enqueue("one");
    Authenticator authenticator = authenticator(ANN);

    assertThat(answer(authenticator, PUSH, null, bearer("repository:acme/api:pull,push")))
        .isEqualTo("Bearer one");
    assertThat(authorization(authenticator, PUSH)).isEqualTo("Bearer one");
    assertThat(authorization(authenticator, PULL)).isEqualTo("Bearer one");
    assertThat(asked()).containsExactly("repository:acme/api:pull,push");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void widerScopeIsAskedForWithoutAnotherChallenge() throws Exception {
    enqueue("one", "two", "three");
    Authenticator authenticator = authenticator(ANN);
    answer(authenticator, PULL, null, bearer("repository:acme/api:pull"));

    assertThat(authorization(authenticator, PUSH)).isEqualTo("Bearer two");
    assertThat(authorization(authenticator, Scope.pull(WEB))).isEqualTo("Bearer three");
    assertThat(asked()).containsExactly("repository:acme/api:pull");
    assertThat(asked()).containsExactly("repository:acme/api:pull,push");
    assertThat(asked()).containsExactly("repository:acme/web:pull");
  }

  /** devcontainers/cli#692. */
  @Test
  void challengeWithoutScopeMeansOurs() throws Exception {
    enqueue("one");

    assertThat(answer(authenticator(ANN), PUSH, null, bearer(""))).isEqualTo("Bearer one");
    assertThat(asked()).containsExactly("repository:acme/api:pull,push");
  }

  /** oras-project/oras-go#650. */
  @Test
  void tokenForARepositoryOfAnotherNameIsFoundAgain() throws Exception {
    enqueue("one");
    Authenticator authenticator = authenticator(ANN);

    answer(authenticator, PUSH, null, bearer("repository:api:pull,push"));

    assertThat(asked()).containsExactly("repository:api:pull,push");
    assertThat(authorization(authenticator, PUSH)).isEqualTo("Bearer one");
    assertThat(authorization(authenticator, PULL)).isEqualTo("Bearer one");
    assertThat(authorization(authenticator, Scope.pull(WEB))).isNull();
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  /** oras-project/oras-dotnet#395. */
  @Test
  void opaqueScopeIsPassedOn() throws Exception {
    enqueue("one", "two");
    Authenticator authenticator = authenticator(Credentials.anonymous());

    assertThat(answer(authenticator, PULL, null, bearer("aws"))).isEqualTo("Bearer one");
    assertThat(authorization(authenticator, Scope.pull(WEB))).isEqualTo("Bearer two");
    assertThat(asked()).containsExactly("aws");
    assertThat(asked()).containsExactly("aws");
  }

  /** gardener/cc-utils#1726, go-containerregistry#724. */
  @Test
  void deletingAsksForDeleteWhateverTheChallengeSays() throws Exception {
    enqueue("one");

    answer(authenticator(ANN), Scope.delete(API), null, bearer("repository:acme/api:pull"));

    assertThat(asked()).containsExactly("repository:acme/api:pull,delete");
  }

  /** oras-project/oras-java#846. */
  @Test
  void bearerIsNotSentToTheTokenServer() throws Exception {
    enqueue("one", "two", "three");
    Authenticator authenticator = authenticator(Credentials.anonymous());

    answer(authenticator, PULL, null, bearer(""));
    assertThat(answer(authenticator, PULL, "Bearer one", bearer(""))).isEqualTo("Bearer two");
    answer(authenticator(ANN), PULL, "Bearer two", bearer(""));

    assertThat(request().getHeaders().get("Authorization")).isNull();
    assertThat(request().getHeaders().get("Authorization")).isNull();
    assertThat(request().getHeaders().get("Authorization")).isEqualTo(BASIC_ANN);
  }

  @Test
  void sameTokenAgainIsNothingNew() throws IOException {
    enqueue("one", "one");
    Authenticator authenticator = authenticator(ANN);

    assertThat(answer(authenticator, PULL, null, bearer(""))).isEqualTo("Bearer one");
    assertThat(answer(authenticator, PULL, "Bearer one", bearer(""))).isNull();
  }

  @Test
  void tokenThatEndsSoonIsReplacedBeforehand() throws IOException {
    enqueue("one", "two");
    Authenticator authenticator = authenticator(ANN);
    answer(authenticator, PULL, null, bearer(""));

    clock.addAndGet(Duration.ofSeconds(47).toNanos());
    assertThat(authorization(authenticator, PULL)).isEqualTo("Bearer one");
    clock.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(authorization(authenticator, PULL)).isEqualTo("Bearer two");
  }

  @Test
  void callersAtTheSameTimeShareOneToken() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .headersDelay(100, TimeUnit.MILLISECONDS)
            .body("{\"token\":\"one\"}")
            .build());
    var lookups = new AtomicInteger();
    Authenticator authenticator =
        authenticator(
            (host, name) -> {
              lookups.incrementAndGet();
              return user("ann");
            });
    var threads = Executors.newFixedThreadPool(8);
    try {
      Callable<String> call = () -> String.valueOf(answer(authenticator, PUSH, null, bearer("")));
      for (var header : threads.invokeAll(Arrays.asList(call, call, call, call, call, call))) {
        assertThat(header.get()).isEqualTo("Bearer one");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(lookups).hasValue(1);
  }

  @Test
  void refreshTokenThatTheServerChangesIsUsedFromThenOn() throws Exception {
    server.enqueue(json("{\"access_token\":\"one\",\"refresh_token\":\"next\"}"));
    server.enqueue(json("{\"access_token\":\"two\"}"));
    Authenticator authenticator =
        authenticator(Credentials.identityToken("registry.example", "first"));

    answer(authenticator, PULL, null, bearer(""));
    answer(authenticator, PULL, "Bearer one", bearer(""));

    assertThat(body()).contains("refresh_token=first");
    assertThat(body()).contains("refresh_token=next");
  }

  @Test
  void refusedCredentialsAreLookedUpOnceMore() throws Exception {
    server.enqueue(new MockResponse.Builder().code(401).build());
    enqueue("one");

    assertThat(answer(authenticator(inTurn(user("bob"), user("ann"))), PULL, null, bearer("")))
        .isEqualTo("Bearer one");

    server.enqueue(new MockResponse.Builder().code(401).build());
    assertThatThrownBy(() -> answer(authenticator(ANN), PULL, null, bearer("")))
        .isInstanceOf(CredentialException.class);
    assertThat(server.getRequestCount()).isEqualTo(3);
  }

  @Test
  void credentialsAreThoseOfTheRepository() throws Exception {
    enqueue("one", "two");
    Authenticator authenticator =
        authenticator((host, name) -> user(name.equals(WEB) ? "web" : "ann"));

    answer(authenticator, PUSH.and(Scope.pull(WEB)), null, bearer(""));
    authorization(authenticator, Scope.push(WEB));

    assertThat(request().getHeaders().get("Authorization")).isEqualTo(BASIC_ANN);
    assertThat(request().getHeaders().get("Authorization")).startsWith("Basic d2Vi");
  }

  @Test
  void bearerGoesBeforeBasicAndUnknownSchemesAreNoAnswer() throws IOException {
    enqueue("one");

    assertThat(answer(authenticator(ANN), PULL, null, BASIC, bearer(""))).isEqualTo("Bearer one");
    assertThat(answer(authenticator(ANN), PULL, null, "Negotiate", "Digest qop=\"auth\"")).isNull();
    assertThat(answer(authenticator(ANN), PULL, null)).isNull(); // goharbor/harbor#18305
    assertThat(answer(authenticator(ANN), PULL, null, "Bearer service=\"s\"")).isNull();
    assertThat(answer(authenticator(ANN), PULL, null, "Bearer service=\"s\"", BASIC))
        .isEqualTo(BASIC_ANN);
  }

  @Test
  void nothingIsLearntFromARefusedRealm() {
    Authenticator authenticator =
        new Authenticator(
            CLIENT, "registry.example", HttpUrl.get("https://registry.example"), PLAIN, ANN);

    assertThatThrownBy(() -> answer(authenticator, PULL, null, bearer("")))
        .isInstanceOf(ForeignHostException.class);
    assertThat(authenticator.knowsChallenge()).isFalse();
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void tokenRequestEndsWithTheDeadline() throws Exception {
    server.enqueue(new MockResponse.Builder().headersDelay(1, TimeUnit.SECONDS).build());

    assertThatThrownBy(
            () ->
                authenticator(ANN)
                    .answer(List.of(bearer("")), PULL, null, System.nanoTime() + 50_000_000))
        .hasMessageEndingWith("/token: timeout");
  }

  private Authenticator authenticator(Credentials credentials) {
    return new Authenticator(
        CLIENT, "registry.example", server.url("/"), PLAIN, credentials, clock::get);
  }

  private String bearer(String scope) {
    String realm = "Bearer realm=\"" + server.url("/token") + "\",service=\"s\"";
    return scope.isEmpty() ? realm : realm + ",scope=\"" + scope + "\"";
  }

  private void enqueue(String... tokens) {
    for (String token : tokens) {
      server.enqueue(json("{\"token\":\"" + token + "\"}"));
    }
  }

  private List<@Nullable String> asked() throws InterruptedException {
    return request().getUrl().queryParameterValues("scope");
  }

  private String body() throws InterruptedException {
    RecordedRequest request = request();
    return request.getBody() == null ? "" : request.getBody().utf8();
  }

  private static @Nullable String answer(
      Authenticator authenticator, Scope scope, @Nullable String sent, String... challenges)
      throws IOException {
    return authenticator.answer(List.of(challenges), scope, sent, soon());
  }

  private static @Nullable String authorization(Authenticator authenticator, Scope scope)
      throws IOException {
    return authenticator.authorization(scope, soon());
  }

  private static Credentials inTurn(Credential... credentials) {
    var left = new ArrayDeque<>(List.of(credentials));
    return (host, name) -> left.size() > 1 ? left.remove() : left.peek();
  }

  private static Credential user(String name) {
    return new Credential.Basic(name, "s3cret", "the caller");
  }

  private RecordedRequest request() throws InterruptedException {
    return Objects.requireNonNull(server.takeRequest(1, TimeUnit.SECONDS), "request");
  }

  private static MockResponse json(String json) {
    return new MockResponse.Builder().body(json).build();
  }

  private static long soon() {
    return System.nanoTime() + Duration.ofSeconds(5).toNanos();
  }
}
