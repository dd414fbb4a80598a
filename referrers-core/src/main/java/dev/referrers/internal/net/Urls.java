package dev.referrers.internal.net;

import okhttp3.HttpUrl;

/** Parts of URLs that may stand in messages, and that decide what may be sent where. */
public final class Urls {

  private Urls() {}

  /** Whether scheme, host and port agree: only then credentials may go along. */
  public static boolean sameOrigin(HttpUrl one, HttpUrl other) {
    return one.scheme().equals(other.scheme())
        && one.host().equals(other.host())
        && one.port() == other.port();
  }

  /** Scheme, host and port, such as {@code https://registry.example}. */
  public static String origin(HttpUrl url) {
    return url.scheme() + "://" + host(url);
  }

  /** Host, and port where it is not the scheme's own. */
  public static String host(HttpUrl url) {
    String host = url.host().indexOf(':') < 0 ? url.host() : "[" + url.host() + "]";
    return url.port() == HttpUrl.defaultPort(url.scheme()) ? host : host + ":" + url.port();
  }

  /** Host and path: no user, no query. */
  public static String place(HttpUrl url) {
    return host(url) + url.encodedPath();
  }
}
