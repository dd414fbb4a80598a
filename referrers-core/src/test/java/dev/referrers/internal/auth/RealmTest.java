package dev.referrers.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.ForeignHostException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.RegistryException;
import dev.referrers.internal.net.PlainHttp;
import java.util.Set;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** formats.md S60. */
class RealmTest {

  private static final PlainHttp PLAIN =
      new PlainHttp(Set.of("registry.example", "auth.example", "127.0.0.1"));

  @ParameterizedTest
  @CsvSource({
    "https://registry-1.docker.io, https://auth.docker.io/token",
    "https://registry.example, https://registry.example:8443/token?a=b",
    "https://registry.example, https://8.8.8.8/token",
    "http://registry.example, http://auth.example/token",
    "http://registry.example, https://auth.example/token",
    "http://127.0.0.1:5000, http://127.0.0.1:5001/token",
    "http://registry.example, https://elsewhere.example/token",
    "https://10.0.0.5, https://10.0.0.6/token",
    "https://127.1, https://127.1/token"
  })
  void mayBeAnotherHost(String base, String realm) throws RegistryException {
    assertThat(of(realm, base).url()).isEqualTo(HttpUrl.get(realm));
  }

  @Test
  void ofAnHttpsRegistryIsHttps() {
    assertThatThrownBy(() -> of("http://auth.example/token?secret", "https://registry.example"))
        .isInstanceOf(ForeignHostException.class)
        .hasMessage(
            "Token realm of https://registry.example leads to http://auth.example, which is not"
                + " followed (from https nothing leads to http; a registry behind a proxy needs to"
                + " know its outside address)");
  }

  /** The caller has named the registry, not all hosts that it may come up with. */
  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "http://localhost:5001", "http://10.0.0.5"})
  void withoutTlsIsAHostThatWasNamed(String origin) {
    assertThatThrownBy(() -> of(origin + "/token?secret", "http://127.0.0.1:5000"))
        .isInstanceOf(ForeignHostException.class)
        .hasMessage(
            "Token realm of http://127.0.0.1:5000 leads to %s, which is not followed"
                + " (Registry.Builder.allowPlainHttp names hosts without TLS)",
            origin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/token", "https://[::1]/token", "https://169.254.169.254/latest",
        "https://10.0.0.5/token", "https://localhost/token", "https://0x7f000001/token",
        "https://[::ffff:127.0.0.1]/token"
      })
  void ofAPublicRegistryIsNotPrivate(String realm) {
    assertThatThrownBy(() -> of(realm, "https://registry.example"))
        .isInstanceOf(ForeignHostException.class)
        .hasMessageEndingWith(
            "which is not followed (only a registry on a private address may name one)");
  }

  @Test
  void holdsNoUser() {
    assertThatThrownBy(
            () -> of("https://ann:s3cret@auth.example/token", "https://registry.example"))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Token realm of https://registry.example: expected a URL without a user");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/token", "auth.example", "file:///etc/passwd", "ftp://a.example", ""})
  void isAUrl(String realm) {
    assertThatThrownBy(() -> of(realm, "https://registry.example"))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Token realm of https://registry.example: expected an http or https URL");
  }

  @Test
  void textHasNoQuery() throws RegistryException {
    assertThat(of("https://auth.example/token?s3cret", "https://registry.example"))
        .hasToString("auth.example/token");
  }

  private static Realm of(String realm, String base) throws RegistryException {
    return Realm.of(realm, null, HttpUrl.get(base), PLAIN);
  }
}
