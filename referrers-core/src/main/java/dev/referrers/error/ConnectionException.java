package dev.referrers.error;

import java.io.IOException;

/** No whole answer came: unreachable, reset, cut short, failed TLS, or silent for too long. */
public final class ConnectionException extends RegistryException {

  private final String method;
  private final String url;

  /**
   * @param url host and path, without scheme, user and query
   */
  public ConnectionException(String method, String url, IOException cause) {
    super(method + " " + url + ": " + reason(cause), null, cause);
    this.method = method;
    this.url = url;
  }

  public String method() {
    return method;
  }

  /** Host and path of the request, without scheme, user and query. */
  public String url() {
    return url;
  }

  private static String reason(IOException cause) {
    String text = cause.getMessage();
    return text == null ? cause.getClass().getSimpleName() : text;
  }
}
