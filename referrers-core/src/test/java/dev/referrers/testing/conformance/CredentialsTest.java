package dev.referrers.testing.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.testing.Auth;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Route;
import dev.referrers.testing.conformance.BareClient.Reply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Credentials;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CredentialsTest {

  private static final Auth BEARER = Auth.bearer("ada", "secret");
  private static final String TAG = "/v2/acme/api/manifests/1.0";
  private static final String PULL = "repository:acme/api:pull";
  private static final String USER = Credentials.basic("ada", "secret");

  private final FakeRegistry registry = FakeRegistry.start();
  private final BareClient client = new BareClient(registry);

  CredentialsTest() {
    registry.repository("acme/api").pushImage("1.0");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void basicNeedsTheRightPassword() {
    auth(Auth.basic("ada", "secret"));

    Reply refused = client.get(TAG, "Authorization", Credentials.basic("ada", "wrong"));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate")).startsWith("Basic realm=");
    assertThat(client.get(TAG, "Authorization", USER).status()).isEqualTo(200);
    assertThat(client.get("/v2/").status()).isEqualTo(401);
    auth(Auth.basic("ada", "secret").withAnonymousPull());
    assertThat(client.get(TAG).status()).isEqualTo(200);
    assertThat(client.delete(TAG).status()).isEqualTo(401);
  }

  @Test
  void challengeNamesRealmServiceAndScope() {
    auth(BEARER);

    assertThat(client.get(TAG).header("WWW-Authenticate"))
        .isEqualTo(
            "Bearer realm=\"%s/token\",service=\"%s\",scope=\"%s\""
                .formatted(registry.url(), registry.host(), PULL));
    assertThat(client.delete(TAG).header("WWW-Authenticate")).contains("acme/api:delete\"");
    assertThat(client.get("/v2/").header("WWW-Authenticate")).doesNotContain("scope");
  }

  @Test
  void tokenIsGoodForItsScope() {
    auth(BEARER);
    String token = token("?scope=" + PULL);

    assertThat(with(token)).isEqualTo(200);
    assertThat(client.delete(TAG, "Authorization", "Bearer " + token).status()).isEqualTo(401);
    assertThat(with(token("?scope=repository:acme/other:pull"))).isEqualTo(401);
    assertThat(with(token + "x")).isEqualTo(401);
    assertThat(with(token("?scope=" + PULL + "%20repository:acme/other:pull"))).isEqualTo(200);
  }

  @Test
  void deniedStatusIsFreeToChoose() {
    auth(BEARER.withDeniedStatus(403));

    assertThat(with(token(""))).isEqualTo(403);
    assertThat(client.get(TAG).status()).isEqualTo(401);
  }

  @Test
  void tokensGrantLessThanAskedAndExpire() {
    auth(BEARER.withGranted("pull"));
    String token = token("?scope=repository:acme/api:pull,push");
    assertThat(with(token)).isEqualTo(200);
    assertThat(
            client
                .post(
                    "/v2/acme/api/blobs/uploads/",
                    ByteString.EMPTY,
                    "Authorization",
                    "Bearer " + token)
                .status())
        .isEqualTo(401);

    registry.revokeTokens();
    assertThat(with(token)).isEqualTo(401);
    assertThat(with(token("?scope=" + PULL))).isEqualTo(200);
    auth(BEARER.withExpiresIn(0));
    assertThat(with(token("?scope=" + PULL))).isEqualTo(401);
  }

  @Test
  void tokenServerKnowsItsUser() {
    auth(BEARER);
    assertThat(client.get("/token?scope=" + PULL).status()).isEqualTo(401);

    auth(BEARER.withAnonymousPull());
    assertThat(client.get("/token?scope=" + PULL).status()).isEqualTo(200);
    Reply wrong = client.get("/token", "Authorization", Credentials.basic("ada", "wrong"));
    assertThat(wrong.status()).isEqualTo(401);
  }

  @Test
  void expiryIsSaidOrLeftOut() {
    auth(BEARER.withExpiresIn(7));
    assertThat(client.get("/token", "Authorization", USER).text()).contains("\"expires_in\":7");
    auth(BEARER.withExpiresIn(null));
    assertThat(client.get("/token", "Authorization", USER).text()).doesNotContain("expires_in");
  }

  @Test
  void postTakesPasswordIdentityTokenAndRefreshToken() {
    auth(BEARER.withIdentityToken("id-token"));

    Reply byPassword = post("grant_type=password&username=ada&password=secret&access_type=offline");
    String refresh = field(byPassword, "refresh_token");
    Reply byRefresh = post("grant_type=refresh_token&refresh_token=" + refresh);

    assertThat(with(field(byPassword, "access_token"))).isEqualTo(200);
    assertThat(with(field(byRefresh, "token"))).isEqualTo(200);
    assertThat(post("grant_type=refresh_token&refresh_token=id-token").status()).isEqualTo(200);
    assertThat(post("grant_type=refresh_token&refresh_token=other").status()).isEqualTo(401);
    auth(BEARER.withoutPost());
    assertThat(post("grant_type=password&username=ada&password=secret").status()).isEqualTo(404);
  }

  @Test
  void scopeIsMissingOpaqueOrAnotherRepositorys() {
    auth(BEARER.withoutScope());
    assertThat(client.get(TAG).header("WWW-Authenticate")).doesNotContain("scope");
    assertThat(with(token(""))).isEqualTo(200);

    auth(BEARER.withScope("aws"));
    assertThat(client.get(TAG).header("WWW-Authenticate")).contains("scope=\"aws\"");
    assertThat(with(token("?scope=aws"))).isEqualTo(200);
    assertThat(with(token("?scope=" + PULL))).isEqualTo(401);
  }

  @Test
  void challengesAreFreeText() {
    auth(
        BEARER.withChallenges(
            "Negotiate, Basic realm=\"x\"", "BEARER Service=\"a\" , realm={realm}"));

    assertThat(client.get(TAG).headers().values("WWW-Authenticate"))
        .containsExactly(
            "Negotiate, Basic realm=\"x\"",
            "BEARER Service=\"a\" , realm=" + registry.url() + "/token");
    auth(BEARER.withChallenges());
    assertThat(client.get(TAG).headers().values("WWW-Authenticate")).isEmpty();
  }

  @Test
  void anotherServerHandsOutTheTokens() {
    try (var tokens = FakeRegistry.start()) {
      Auth auth = BEARER.withRealm(tokens.url() + "/token");
      auth(auth);
      tokens.behave(behaviour -> behaviour.withAuth(auth));

      Reply reply = client.get(tokens.url() + "/token?scope=" + PULL, "Authorization", USER);

      assertThat(with(field(reply, "token"))).isEqualTo(200);
      assertThat(tokens.count(Route.TOKEN)).isOne();
      auth(BEARER);
      assertThat(with(field(reply, "token"))).isEqualTo(401);
    }
  }

  private void auth(Auth auth) {
    registry.behave(behaviour -> behaviour.withAuth(auth));
  }

  private String token(String query) {
    return field(client.get("/token" + query, "Authorization", USER), "token");
  }

  private Reply post(String form) {
    String all = form + "&service=x&client_id=test&scope=" + PULL;
    return client.post(
        "/token", ByteString.encodeUtf8(all), "Content-Type", "application/x-www-form-urlencoded");
  }

  private int with(String token) {
    return client.get(TAG, "Authorization", "Bearer " + token).status();
  }

  private static String field(Reply reply, String name) {
    Matcher field = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(reply.text());
    assertThat(field.find()).as(reply.text()).isTrue();
    return field.group(1);
  }
}
