package dev.referrers.internal.auth;

import dev.referrers.error.CredentialException;
import dev.referrers.error.ForeignHostException;
import dev.referrers.error.RegistryException;
import dev.referrers.error.ResponseException;
import dev.referrers.internal.net.RetryAfter;
import dev.referrers.internal.net.Urls;
import dev.referrers.transport.Credential;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Gets tokens, and says in our errors what a token server answers instead. */
final class TokenServer {

  private static final int MAX_REDIRECTS = 3;

  private final OkHttpClient client;
  private final String registry;

  /**
   * @param registry what to call the registry in messages
   */
  TokenServer(OkHttpClient client, String registry) {
    this.registry = registry;
    this.client =
        client
            .newBuilder()
            .dispatcher(new Dispatcher(daemonThreads()))
            .followRedirects(false)
            .authenticator(okhttp3.Authenticator.NONE)
            .cookieJar(CookieJar.NO_COOKIES)
            .build();
  }

  Token token(TokenRequest asked, long deadlineNanos) throws IOException {
    Request request = asked.http();
    TokenCall.Answer answer = TokenCall.send(client, request, deadlineNanos);
    for (int i = 0; i < MAX_REDIRECTS && isRedirect(request, answer); i++) {
      request = redirected(request, answer);
      answer = TokenCall.send(client, request, deadlineNanos);
    }
    if (answer.status() / 100 != 2) {
      throw refusal(asked, request, answer);
    }
    String what = "Token answer of " + Urls.host(request.url());
    Date date = answer.date("Date");
    return Token.parse(what, answer.body(), date == null ? null : date.toInstant());
  }

  private static boolean isRedirect(Request request, TokenCall.Answer answer) {
    return answer.headers().get("Location") != null
        && switch (answer.status()) {
          case 307, 308 -> true;
          // these turn a POST into a GET, which has no place for a refresh token
          case 301, 302, 303 -> request.method().equals("GET");
          default -> false;
        };
  }

  /** Within one origin only: what a request carries was meant for the realm. */
  private static Request redirected(Request request, TokenCall.Answer answer)
      throws ForeignHostException {
    HttpUrl target = request.url().resolve(String.valueOf(answer.headers().get("Location")));
    if (target == null || !Urls.sameOrigin(request.url(), target)) {
      throw new ForeignHostException(
          "Token realm",
          Urls.origin(request.url()),
          target == null ? "no http or https URL" : Urls.origin(target),
          "the registry's challenge must name the final realm");
    }
    return request.newBuilder().url(target).build();
  }

  private RegistryException refusal(TokenRequest asked, Request request, TokenCall.Answer answer) {
    int status = answer.status();
    Credential credential = asked.credential();
    boolean refused = status == 401 || status == 403;
    if (credential == null || !(refused || isUnknownMethod(request, status))) {
      return new ResponseException(
          request.method(),
          Urls.place(request.url()),
          status,
          List.of(),
          null,
          RetryAfter.of(
              answer.headers().get("Retry-After"), answer.date("Retry-After"), answer.date("Date")),
          refused ? "there are no credentials for " + registry : null);
    }
    String problem = "token realm " + Urls.host(request.url()) + " answered " + status;
    return new CredentialException(
        credential.source(),
        refused ? problem : problem + " to a refresh token",
        refused
            ? "check them for " + registry
            : "use a user name and a password for " + registry + " instead",
        null);
  }

  private static boolean isUnknownMethod(Request request, int status) {
    return request.method().equals("POST") && (status == 404 || status == 405);
  }

  private static ThreadPoolExecutor daemonThreads() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "referrers token request");
          thread.setDaemon(true);
          return thread;
        });
  }
}
