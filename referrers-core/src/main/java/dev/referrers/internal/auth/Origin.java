package dev.referrers.internal.auth;

import okhttp3.HttpUrl;

/** Parts of a URL that may stand in messages and decide where credentials go. */
final class Origin {

  private Origin() {}

  /** Scheme, host and port, such as {@code https://registry.example}. */
  static String of(HttpUrl url) {
    return url.scheme() + "://" + host(url);
  }

  /** Host, and port where it is not the scheme's own. */
  static String host(HttpUrl url) {
    String host = url.host().indexOf(':') < 0 ? url.host() : "[" + url.host() + "]";
    return url.port() == HttpUrl.defaultPort(url.scheme()) ? host : host + ":" + url.port();
  }

  /** Host and path: no user, no query. */
  static String place(HttpUrl url) {
    return host(url) + url.encodedPath();
  }
}
