package dev.referrers.bundle;

import dev.referrers.error.SigningServiceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to signing services. One try each, with a time and a size that it may take at
 * most; redirects are not followed, for requests hold identity tokens. An interrupted thread stops
 * waiting.
 */
final class ServiceClient {

  private static final int MAX_BYTES = 1 << 20;

  private static final OkHttpClient HTTP =
      new OkHttpClient.Builder()
          .dispatcher(dispatcher())
          .followRedirects(false)
          .followSslRedirects(false)
          .build();

  private final OkHttpClient http;
  private final String secret;

  /**
   * Makes a client.
   *
   * @param secret what no message may tell, even if a service does; empty for nothing
   */
  ServiceClient(Duration timeout, String secret) {
    this.secret = secret;
    this.http =
        HTTP.newBuilder()
            .callTimeout(timeout)
            .connectTimeout(Duration.ZERO) // the call's bounds them all
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .build();
  }

  /** Has no queue, whose time nothing would bound, and threads that keep no program alive. */
  private static Dispatcher dispatcher() {
    var dispatcher =
        new Dispatcher(
            new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                ServiceClient::thread));
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return dispatcher;
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "referrers-signing");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * A service and where it is.
   *
   * @param name capitalised, such as {@code Certificate authority}
   */
  record Service(String name, URI url) {

    /** The service at a path below its base URL. */
    Service at(String path) {
      HttpUrl below = HttpUrl.get(url.toString()).newBuilder().addEncodedPathSegments(path).build();
      return new Service(name, below.uri());
    }

    SigningServiceException failure(String problem) {
      return failure(problem, null);
    }

    SigningServiceException failure(String problem, @Nullable Throwable cause) {
      return new SigningServiceException(name, ServiceUrl.shown(url), problem, cause);
    }
  }

  /**
   * Posts.
   *
   * @param accept media type that the answer is to have
   * @return the body of a 200 or 201
   */
  ByteString post(Service service, String contentType, ByteString body, String accept)
      throws IOException {
    return posted(service, send(service, contentType, body, accept));
  }

  /**
   * Posts what the service may have already, and then gets that: where a 409 says that it is, but
   * never elsewhere than below the service.
   *
   * @param id what the last segment of its place looks like
   * @return the body of a 200 or 201
   */
  ByteString postOrGet(
      Service service, String contentType, ByteString body, String accept, Pattern id)
      throws IOException {
    var answer = send(service, contentType, body, accept);
    var name = answer.location.substring(answer.location.lastIndexOf('/') + 1);
    if (answer.status != 409 || !id.matcher(name).matches()) {
      return posted(service, answer);
    }
    var existing = get(service.at(name), MAX_BYTES);
    if (existing == null) {
      throw service.failure("expected what it has already but there is none");
    }
    return existing;
  }

  private Answer send(Service service, String contentType, ByteString body, String accept)
      throws IOException {
    var request =
        request(service)
            .header("Accept", accept)
            .post(RequestBody.create(body, MediaType.get(contentType)));
    return call(service, request.build(), MAX_BYTES);
  }

  private ByteString posted(Service service, Answer answer) throws IOException {
    if (answer.status != 200 && answer.status != 201) {
      throw service.failure(
          "expected status 200 or 201 but was %d %s"
              .formatted(answer.status, withoutSecret(answer.body.utf8())));
    }
    return answer.body;
  }

  /**
   * Gets.
   *
   * @return the body of a 200, null for a 404
   */
  @Nullable ByteString get(Service service, int maxBytes) throws IOException {
    var answer = call(service, request(service).build(), maxBytes);
    if (answer.status != 200 && answer.status != 404) {
      throw service.failure("expected status 200 or 404 but was " + answer.status);
    }
    return answer.status == 404 ? null : answer.body;
  }

  private String withoutSecret(String text) {
    return secret.isEmpty() ? text : text.replace(secret, "…");
  }

  private static Request.Builder request(Service service) {
    return new Request.Builder()
        .url(HttpUrl.get(service.url.toString()))
        .header("Accept-Encoding", "identity");
  }

  private Answer call(Service service, Request request, int maxBytes) throws IOException {
    Call call = http.newCall(request);
    var pending = new Pending(service, maxBytes);
    call.enqueue(pending);
    try {
      return pending.answer.get();
    } catch (InterruptedException e) {
      call.cancel();
      Thread.currentThread().interrupt();
      var interrupted = new InterruptedIOException("Interrupted while asking " + service.name);
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SigningServiceException refused
          ? refused
          : service.failure("expected an answer but there is none: " + reason(e.getCause()), e);
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
  }

  /**
   * What a service said.
   *
   * @param location empty when there is none
   */
  private record Answer(int status, String location, ByteString body) {}

  /** Reads the answer on the thread that it comes on. */
  private static final class Pending implements Callback {

    private final Service service;
    private final int maxBytes;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    Pending(Service service, int maxBytes) {
      this.service = service;
      this.maxBytes = maxBytes;
    }

    @Override
    public void onFailure(Call call, IOException e) {
      answer.completeExceptionally(e);
    }

    @Override
    public void onResponse(Call call, Response response) {
      try (response) {
        BufferedSource source = response.body().source();
        if (source.request(maxBytes + 1L)) {
          throw service.failure("expected at most %d bytes but there are more".formatted(maxBytes));
        }
        answer.complete(
            new Answer(response.code(), response.header("Location", ""), source.readByteString()));
      } catch (IOException | RuntimeException e) { // whatever it is, somebody waits for it
        answer.completeExceptionally(e);
      }
    }
  }
}
