package dev.referrers.internal.http;

import dev.referrers.error.ForeignHostException;
import dev.referrers.error.RegistryError;
import dev.referrers.error.RegistryException;
import dev.referrers.error.ResponseException;
import dev.referrers.internal.net.RetryAfter;
import dev.referrers.internal.net.Urls;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Turns answers that a call can't use into exceptions. */
final class Failures {

  private static final List<String> REQUEST_IDS =
      List.of(
          "X-Request-Id",
          "Docker-Request-Id",
          "X-Amzn-Requestid",
          "X-Amz-Request-Id",
          "X-GitHub-Request-Id",
          "X-Ms-Correlation-Request-Id",
          "X-Jfrog-Request-Id",
          "X-Correlation-Id");

  private Failures() {}

  /** What the body of a failed answer lists; reads it, so it can be asked once. */
  static List<RegistryError> errors(Answer answer) {
    return ErrorBody.parse(answer.bodyStart(ErrorBody.MAX_BYTES));
  }

  /**
   * @param credentials where the credentials come from that were sent; null for none
   */
  static RegistryException of(
      Answer answer, List<RegistryError> errors, @Nullable String credentials) {
    HttpUrl target = Redirects.target(answer);
    if (target != null && !Urls.sameOrigin(answer.url(), target)) {
      return new ForeignHostException(
          "Redirect",
          answer.origin(),
          Urls.origin(target),
          Redirects.isUpgrade(answer.url(), target)
              ? "it wants https, so leave out Registry.Builder.allowPlainHttp"
              : "only content may lie elsewhere");
    }
    return new ResponseException(
        answer.request().method(),
        Urls.place(answer.url()),
        answer.status(),
        errors,
        requestId(answer),
        retryAfter(answer),
        Remedies.of(answer.request(), answer.status(), errors, credentials));
  }

  private static @Nullable String requestId(Answer answer) {
    return REQUEST_IDS.stream()
        .flatMap(name -> Stream.ofNullable(answer.header(name)))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Duration retryAfter(Answer answer) {
    return RetryAfter.of(
        answer.header("Retry-After"), answer.date("Retry-After"), answer.date("Date"));
  }
}
