package dev.referrers.testing;

import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import okio.ByteString;

/** An HTTP answer, ready to be sent: status, headers and body. Immutable. */
public final class Answer {

  private final int status;
  private final Headers headers;
  private final Bytes body;

  Answer(int status, Headers headers, Bytes body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** A status with a short plain text, as Go's servers answer what they have no route for. */
  public static Answer status(int status) {
    return of(status, "text/plain; charset=utf-8", status + " by request of the test\n");
  }

  /**
   * An error as the specification shapes it: {@code {"errors":[{"code":…,"message":…}]}}.
   *
   * @param code such as {@code MANIFEST_UNKNOWN}
   */
  public static Answer error(int status, String code, String message) {
    var error = Map.of("errors", List.of(Map.of("code", code, "message", message)));
    return of(status, "application/json", Json.write(error));
  }

  /** A small page, as a proxy or a log-in wall sends it. */
  public static Answer html(int status) {
    return of(status, "text/html", "<!DOCTYPE html><html><body>Please log in</body></html>\n");
  }

  public static Answer json(int status, String body) {
    return of(status, "application/json", body);
  }

  public static Answer of(int status, String contentType, String body) {
    return new Answer(status, Headers.of("Content-Type", contentType), Bytes.utf8(body));
  }

  public static Answer of(int status, String contentType, ByteString body) {
    return new Answer(status, Headers.of("Content-Type", contentType), Bytes.of(body));
  }

  /** A redirect without a body. */
  public static Answer redirect(int status, String location) {
    return bare(status).withHeader("Location", location);
  }

  static Answer bare(int status) {
    return new Answer(status, Headers.of(), Bytes.NONE);
  }

  /** A copy with one more header; others of the same name stay. */
  public Answer withHeader(String name, String value) {
    return new Answer(status, headers.newBuilder().add(name, value).build(), body);
  }

  /**
   * A copy that says when to come again.
   *
   * @param text seconds or an HTTP date
   */
  public Answer withRetryAfter(String text) {
    return withHeader("Retry-After", text);
  }

  Answer withoutHeader(String name) {
    return new Answer(status, headers.newBuilder().removeAll(name).build(), body);
  }

  Answer withBody(Bytes body) {
    return new Answer(status, headers, body);
  }

  public int status() {
    return status;
  }

  Headers headers() {
    return headers;
  }

  Bytes body() {
    return body;
  }

  @Override
  public String toString() {
    return "Answer " + status;
  }
}
