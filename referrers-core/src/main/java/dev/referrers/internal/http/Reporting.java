package dev.referrers.internal.http;

import dev.referrers.internal.net.Urls;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Tells the listener of every request, tokens included, and ends it when its thread is. */
final class Reporting implements Interceptor {

  private final RegistryListener listener;

  Reporting(RegistryListener listener) {
    this.listener = listener;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    long start = System.nanoTime();
    int status = 0;
    InterruptWatch.Watched watched = InterruptWatch.SHARED.watch(chain.call());
    try {
      Response response = chain.proceed(request);
      status = response.code();
      return response;
    } finally {
      watched.end();
      listener.requestFinished(
          request.method(),
          Urls.place(request.url()),
          status,
          length(request.body()),
          Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static long length(@Nullable RequestBody body) throws IOException {
    return body == null ? 0 : body.contentLength();
  }
}
