package dev.referrers.error;

import dev.referrers.internal.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * A service that signing or trust takes did not answer, refused, or answered with something other
 * than what it was asked for: a certificate authority, a transparency log, a timestamp authority or
 * the repository of a trusted root.
 */
public final class SigningServiceException extends RegistryException {

  private static final int MAX_QUOTED = 512;

  private final String service;
  private final String url;

  /**
   * @param service what it is, capitalised, such as {@code Certificate authority}
   * @param url host and path, without scheme, user and query
   * @param problem what was expected and what was there; it may quote the service, so it is cut and
   *     freed of control characters here
   */
  public SigningServiceException(
      String service, String url, String problem, @Nullable Throwable cause) {
    super(service + " " + url + ": " + printable(problem), null, cause);
    this.service = service;
    this.url = url;
  }

  /** What kind of service it is. */
  public String service() {
    return service;
  }

  /**
   * Host and path of the service, without scheme, user and query; or where it was looked for in
   * vain.
   */
  public String url() {
    return url;
  }

  private static String printable(String text) {
    return Printable.of(text, MAX_QUOTED);
  }
}
