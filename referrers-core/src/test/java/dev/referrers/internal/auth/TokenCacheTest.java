package dev.referrers.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.RepositoryName;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

/** formats.md S65. */
class TokenCacheTest {

  private static final RepositoryName API = RepositoryName.parse("acme/api");
  private static final Realm REALM = new Realm(HttpUrl.get("https://auth.example/token"), "s");

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final TokenCache tokens = new TokenCache(clock::get);

  @Test
  void findsWhatCoversTheScope() {
    put(Scope.push(API), "a", 300);

    assertThat(tokens.find(REALM, Scope.push(API))).isEqualTo("a");
    assertThat(tokens.find(REALM, Scope.pull(API))).isEqualTo("a");
    assertThat(tokens.find(REALM, Scope.delete(API))).isNull();
    assertThat(tokens.find(REALM, Scope.pull(RepositoryName.parse("acme/web")))).isNull();
  }

  @Test
  void keepsRealmsAndServicesApart() {
    put(Scope.pull(API), "a", 300);

    assertThat(tokens.find(new Realm(REALM.url(), null), Scope.pull(API))).isNull();
    assertThat(tokens.find(new Realm(HttpUrl.get("https://b.example"), "s"), Scope.pull(API)))
        .isNull();
  }

  @Test
  void tokensEndEarlyByAMargin() {
    put(Scope.pull(API), "short", 60);
    put(Scope.push(API), "long", 300);

    pass(47);
    assertThat(tokens.find(REALM, Scope.pull(API))).isEqualTo("short");
    pass(2);
    assertThat(tokens.find(REALM, Scope.pull(API))).isEqualTo("long");
    pass(220);
    assertThat(tokens.find(REALM, Scope.push(API))).isEqualTo("long");
    pass(2);
    assertThat(tokens.find(REALM, Scope.push(API))).isNull();
  }

  @Test
  void dropsATokenUnderAllItsScopes() {
    put(Scope.push(API), "a", 300);
    assertThat(tokens.find(REALM, Scope.pull(API))).isEqualTo("a");

    tokens.drop("a");

    assertThat(tokens.find(REALM, Scope.pull(API))).isNull();
    assertThat(tokens.find(REALM, Scope.push(API))).isNull();
  }

  private void put(Scope scope, String token, int seconds) {
    tokens.put(REALM, scope, new Token(token, Duration.ofSeconds(seconds), null), clock.get());
  }

  private void pass(int seconds) {
    clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
