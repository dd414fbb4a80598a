package dev.referrers.bundle;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Which URLs a service may have. */
final class ServiceUrl {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private ServiceUrl() {}

  /**
   * Reads an absolute URL.
   *
   * @throws IllegalArgumentException when it is neither https nor http to this machine, or has a
   *     user, query or fragment
   */
  static URI parse(String text) {
    URI url = uri(text);
    String host = url.getHost();
    boolean safe =
        "https".equals(url.getScheme())
            || ("http".equals(url.getScheme()) && host != null && THIS_MACHINE.contains(host));
    if (host == null || !safe) {
      throw new IllegalArgumentException(
          "Service needs an https URL, or http to this machine, but has " + shown(url));
    }
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "Service needs a URL without user, query and fragment but has one at " + shown(url));
    }
    return url;
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("Service needs a URL but has none"); // which may be secret
    }
  }

  /** Host and path. */
  static String shown(URI url) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return (url.getHost() == null ? "" : url.getHost())
        + port
        + (url.getRawPath() == null ? "" : url.getRawPath());
  }
}
