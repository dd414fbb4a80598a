package dev.referrers.internal.auth;

import dev.referrers.error.ForeignHostException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.RegistryException;
import dev.referrers.internal.net.PlainHttp;
import dev.referrers.internal.net.Urls;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where a registry sends its clients for tokens, checked to be a place that secrets may go to.
 *
 * @param service what the token server knows the registry as
 */
record Realm(HttpUrl url, @Nullable String service) {

  /**
   * Takes the realm of a Bearer challenge.
   *
   * @param base where the registry is reached
   * @param plainHttp which hosts may get secrets without TLS
   * @throws RegistryException when the realm is no URL, or one that we don't go to
   */
  static Realm of(String realm, @Nullable String service, HttpUrl base, PlainHttp plainHttp)
      throws RegistryException {
    HttpUrl url = HttpUrl.parse(realm);
    String what = "Token realm of " + Urls.origin(base);
    if (url == null) {
      throw new MalformedContentException(what, "expected an http or https URL", null, null);
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      throw new MalformedContentException(what, "expected a URL without a user", null, null);
    }
    plainHttp.check("Token realm", base, url);
    if (LocalHosts.isLocal(url.host())
        && !LocalHosts.isLocal(base.host())
        && !url.host().equals(base.host())) {
      throw new ForeignHostException(
          "Token realm",
          Urls.origin(base),
          Urls.origin(url),
          "only a registry on a private address may name one");
    }
    return new Realm(url, service);
  }

  @Override
  public String toString() {
    return Urls.place(url);
  }
}
