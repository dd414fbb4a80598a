package dev.referrers.testing.conformance;

import dev.referrers.testing.FakeRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Sends what it is told and follows nothing. */
final class BareClient {

  static final OkHttpClient HTTP =
      new OkHttpClient.Builder()
          .followRedirects(false)
          .retryOnConnectionFailure(false)
          .readTimeout(Duration.ofSeconds(5))
          .build();

  private final OkHttpClient http;
  private final String url;

  BareClient(FakeRegistry registry) {
    this(HTTP, registry);
  }

  BareClient(OkHttpClient http, FakeRegistry registry) {
    this.http = http;
    this.url = registry.url();
  }

  /** An answer, read to its end. */
  record Reply(int status, Headers headers, ByteString bytes) {
    String text() {
      return bytes.utf8();
    }

    /** The value, empty when there is no such header. */
    String header(String name) {
      return Objects.requireNonNullElse(headers.get(name), "");
    }
  }

  Reply get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  Reply head(String path, String... headers) {
    return send("HEAD", path, null, headers);
  }

  Reply delete(String path, String... headers) {
    return send("DELETE", path, null, headers);
  }

  Reply post(String path, ByteString body, String... headers) {
    return send("POST", path, body, headers);
  }

  Reply put(String path, ByteString body, String... headers) {
    return send("PUT", path, body, headers);
  }

  Reply patch(String path, ByteString body, String... headers) {
    return send("PATCH", path, body, headers);
  }

  Reply send(String method, String path, @Nullable ByteString body, String... headers) {
    try {
      return exchange(method, path, body, headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reply exchange(String method, String path, @Nullable ByteString body, String... headers)
      throws IOException {
    Request request =
        new Request.Builder()
            .url(path.startsWith("/") ? url + path : path)
            .headers(Headers.of(headers))
            .method(method, body == null ? null : RequestBody.create(body, null))
            .build();
    try (Response response = http.newCall(request).execute()) {
      return new Reply(response.code(), response.headers(), response.body().byteString());
    }
  }
}
