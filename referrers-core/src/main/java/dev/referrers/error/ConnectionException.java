package dev.referrers.error;

import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** No whole answer came: unreachable, reset, cut short, failed TLS, or silent for too long. */
public final class ConnectionException extends RegistryException {

  /** What the JDK says when the other side does not speak TLS. */
  private static final String PLAIN = "Unsupported or unrecognized SSL message";

  private final String method;
  private final String url;

  /**
   * @param url host and path, without scheme, user and query
   */
  public ConnectionException(String method, String url, IOException cause) {
    super(method + " " + url + ": " + reason(cause), remedy(cause), cause);
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

  private static @Nullable String remedy(IOException cause) {
    if (cause instanceof SSLException && String.valueOf(cause.getMessage()).contains(PLAIN)) {
      return "it seems to speak plain HTTP: Registry.Builder.allowPlainHttp";
    }
    return isDistrust(cause)
        ? "Registry.Builder.trustedCertificates adds certificate authorities"
        : null;
  }

  private static boolean isDistrust(@Nullable Throwable cause) {
    return cause != null && (cause instanceof CertificateException || isDistrust(cause.getCause()));
  }

  private static String reason(IOException cause) {
    String text = cause.getMessage();
    if (cause instanceof UnknownHostException) {
      return "unknown host " + text;
    }
    return text == null ? cause.getClass().getSimpleName() : text;
  }
}
