package dev.referrers.error;

import dev.referrers.internal.text.Printable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registry answered, and said no. */
public final class ResponseException extends RegistryException {

  private static final int MAX_REQUEST_ID = 256;

  private final String method;
  private final String url;
  private final int status;
  private final transient List<RegistryError> errors;
  private final @Nullable String requestId;
  private final @Nullable Duration retryAfter;

  /**
   * @param url host and path, without scheme, user and query
   * @param errors what the body listed; empty when it was no error document
   * @param requestId the registry's own name for the request, from its answer's headers
   * @param retryAfter what {@code Retry-After} said, from the moment of the answer on
   */
  public ResponseException(
      String method,
      String url,
      int status,
      List<RegistryError> errors,
      @Nullable String requestId,
      @Nullable Duration retryAfter,
      @Nullable String remedy) {
    super(text(method, url, status, errors), remedy, null);
    this.method = method;
    this.url = url;
    this.status = status;
    this.errors = List.copyOf(errors);
    this.requestId = requestId == null ? null : Printable.of(requestId, MAX_REQUEST_ID);
    this.retryAfter = retryAfter;
  }

  public String method() {
    return method;
  }

  /** Host and path of the request, without scheme, user and query. */
  public String url() {
    return url;
  }

  public int status() {
    return status;
  }

  /** The registry's own errors in the order of its answer; empty when it gave none. */
  public List<RegistryError> errors() {
    return errors;
  }

  /** The registry's name for the failed request, to quote to its operators. */
  public @Nullable String requestId() {
    return requestId;
  }

  /** How long the registry asked to wait before another try; null when it did not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** Whether the answer lists an error with this code. */
  public boolean hasCode(String code) {
    return errors.stream().anyMatch(error -> error.code().equals(code));
  }

  private static String text(String method, String url, int status, List<RegistryError> errors) {
    var text =
        new StringBuilder().append(method).append(' ').append(url).append(": ").append(status);
    if (!errors.isEmpty()) {
      RegistryError first = errors.get(0);
      text.append(' ').append(first.code());
      if (!first.message().isEmpty()) {
        text.append(": ").append(first.message());
      }
    }
    return text.toString();
  }
}
