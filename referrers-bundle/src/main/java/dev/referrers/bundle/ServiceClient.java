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
 * Posts requests to signing services. One try each, with a time and a size that it may take at
 * most; redirects are not followed, for requests hold identity tokens. An interrupted thread stops
 * waiting.
 */
final class ServiceClient {

  private static final int MAX_BYTES = 1 << 20;

  /** Ends by itself when idle, and never keeps a program alive. */
  private static final OkHttpClient HTTP =
      new OkHttpClient.Builder()
          .dispatcher(
              new Dispatcher(
                  new ThreadPoolExecutor(
                      0,
                      Integer.MAX_VALUE,
                      10,
                      TimeUnit.SECONDS,
                      new SynchronousQueue<>(),
                      ServiceClient::thread)))
          .followRedirects(false)
          .followSslRedirects(false)
          .build();

  private final OkHttpClient http;

  ServiceClient(Duration timeout) {
    this.http =
        HTTP.newBuilder()
            .callTimeout(timeout)
            .connectTimeout(Duration.ZERO) // the call's bounds them all
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .build();
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
   * The body of a 200 or 201.
   *
   * @param accept media type that the answer is to have
   */
  ByteString post(Service service, String contentType, ByteString body, String accept)
      throws IOException {
    Call call =
        http.newCall(
            new Request.Builder()
                .url(HttpUrl.get(service.url.toString()))
                .header("Accept", accept)
                .header("Accept-Encoding", "identity")
                .post(RequestBody.create(body, MediaType.get(contentType)))
                .build());
    var answer = new Answer(service);
    call.enqueue(answer);
    try {
      return answer.future.get();
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

  /** Reads the answer on the thread that it comes on. */
  private static final class Answer implements Callback {

    private final Service service;
    private final CompletableFuture<ByteString> future = new CompletableFuture<>();

    Answer(Service service) {
      this.service = service;
    }

    @Override
    public void onFailure(Call call, IOException e) {
      future.completeExceptionally(e);
    }

    @Override
    public void onResponse(Call call, Response response) {
      try (response) {
        future.complete(read(response));
      } catch (IOException e) {
        future.completeExceptionally(e);
      }
    }

    private ByteString read(Response response) throws IOException {
      BufferedSource source = response.body().source();
      if (source.request(MAX_BYTES + 1L)) {
        throw service.failure("expected at most %d bytes but there are more".formatted(MAX_BYTES));
      }
      ByteString body = source.readByteString();
      if (response.code() != 200 && response.code() != 201) {
        throw service.failure(
            "expected status 200 or 201 but was %d %s".formatted(response.code(), body.utf8()));
      }
      return body;
    }
  }
}
