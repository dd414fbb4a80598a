package dev.referrers.internal.auth;

import dev.referrers.error.ConnectionException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.internal.net.Urls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** One exchange with a token server; ends with its deadline, or when its thread is interrupted. */
final class TokenCall implements Callback {

  private static final int MAX_BODY = 1 << 16;

  record Answer(int status, Headers headers, ByteString body) {

    @Nullable Date date(String header) {
      return headers.getDate(header);
    }

    @Override
    public String toString() {
      return "Answer " + status;
    }
  }

  private final Request request;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();

  private TokenCall(Request request) {
    this.request = request;
  }

  /**
   * @param client needs a dispatcher with daemon threads
   * @throws ConnectionException when no whole answer came in time
   */
  static Answer send(OkHttpClient client, Request request, long deadlineNanos) throws IOException {
    var exchange = new TokenCall(request);
    long left = deadlineNanos - System.nanoTime();
    if (left <= 0) {
      throw exchange.failed(new InterruptedIOException("timeout"));
    }
    Call call = client.newCall(request);
    call.timeout().timeout(left, TimeUnit.NANOSECONDS);
    // Not on this thread: an interrupt would not reach a read from a socket.
    call.enqueue(exchange);
    return exchange.await(call);
  }

  private Answer await(Call call) throws IOException {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      call.cancel();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MalformedContentException malformed) {
        throw malformed;
      }
      throw failed(e.getCause() instanceof IOException io ? io : new IOException(e.getCause()));
    }
  }

  private ConnectionException failed(IOException cause) {
    return new ConnectionException(request.method(), Urls.place(request.url()), cause);
  }

  @Override
  public void onResponse(Call call, Response response) {
    try (response) {
      BufferedSource body = response.body().source();
      if (body.request(MAX_BODY + 1)) {
        throw new MalformedContentException(
            "Token answer of " + Urls.host(request.url()),
            "expected at most " + MAX_BODY + " bytes but there are more",
            null,
            null);
      }
      answer.complete(new Answer(response.code(), response.headers(), body.readByteString()));
    } catch (IOException e) {
      answer.completeExceptionally(e);
    }
  }

  @Override
  public void onFailure(Call call, IOException e) {
    answer.completeExceptionally(e);
  }
}
