package dev.referrers.internal.net;

import dev.referrers.error.ForeignHostException;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * Which hosts may be spoken to without TLS: those that the caller named, and nothing else.
 *
 * @param hosts each alone, for all its ports, or with a port
 */
public record PlainHttp(Set<String> hosts) {

  private static final String NAMED = "Registry.Builder.allowPlainHttp names hosts without TLS";

  public PlainHttp {
    hosts = Set.copyOf(hosts);
  }

  /** Where a registry is reached that people write as {@code host[:port]}. */
  public HttpUrl base(String host) {
    HttpUrl plain = HttpUrl.get("http://" + host);
    return allows(plain) ? plain : HttpUrl.get("https://" + host);
  }

  /**
   * Checks that an answer may lead from one URL to the other.
   *
   * @param what the pointer, capitalised: {@code Location}
   */
  public void check(String what, HttpUrl from, HttpUrl to) throws ForeignHostException {
    if (!to.isHttps() && (from.isHttps() || !allows(to))) {
      throw new ForeignHostException(
          what,
          Urls.origin(from),
          Urls.origin(to),
          from.isHttps()
              ? "from https nothing leads to http; a registry behind a proxy needs to know its"
                  + " outside address"
              : NAMED);
    }
  }

  private boolean allows(HttpUrl plain) {
    String host = plain.host().indexOf(':') < 0 ? plain.host() : "[" + plain.host() + "]";
    return hosts.contains(host) || hosts.contains(host + ":" + plain.port());
  }
}
