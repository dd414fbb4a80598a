package dev.referrers.internal.http;

import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.net.Urls;
import dev.referrers.internal.text.Printable;
import java.io.Closeable;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** What came back for one request. Close it, whatever happens. */
final class Answer implements Closeable {

  private final Outgoing request;
  private final Call call;
  private final Response response;
  private final Deadline deadline;
  private final Runnable release;
  private final AtomicBoolean released = new AtomicBoolean();

  /**
   * @param release gives back the permit that the request was sent with
   */
  Answer(Outgoing request, Call call, Response response, Deadline deadline, Runnable release) {
    this.request = request;
    this.call = call;
    this.response = response;
    this.deadline = deadline;
    this.release = release;
  }

  /** The request that this is the answer to, after any redirects. */
  Outgoing request() {
    return request;
  }

  HttpUrl url() {
    return request.url();
  }

  int status() {
    return response.code();
  }

  @Nullable String header(String name) {
    return response.header(name);
  }

  List<String> headers(String name) {
    return response.headers(name);
  }

  /** The header as an HTTP date; null when it is none. */
  @Nullable Date date(String name) {
    return response.headers().getDate(name);
  }

  /** The {@code Content-Type} in lower case without its parameters; null when there is none. */
  @Nullable String contentType() {
    return MediaTypeHeader.withoutParameters(header("Content-Type"));
  }

  /** Where it came from, such as {@code https://registry.example}, for messages. */
  String origin() {
    return Urls.origin(url());
  }

  /** The announced length of the body, -1 when there is none. */
  long contentLength() {
    return response.body().contentLength();
  }

  /**
   * Reads the whole body.
   *
   * @param what names it in messages, capitalised
   * @param limit the setting that {@code most} comes from
   */
  ByteString body(String what, long most, String limit) throws IOException {
    requirePlain(what);
    if (contentLength() > most) {
      throw new LimitExceededException(what, most, "bytes", limit);
    }
    BufferedSource source = Okio.buffer(body());
    if (source.request(most + 1)) {
      throw new LimitExceededException(what, most, "bytes", limit);
    }
    return source.readByteString();
  }

  private void requirePlain(String what) throws MalformedContentException {
    String encoding = header("Content-Encoding");
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      String quoted = '"' + Printable.of(encoding, 32) + '"';
      throw new MalformedContentException(
          what, "expected plain bytes but their Content-Encoding is " + quoted, null, null);
    }
  }

  /** The start of the body, for explaining a failure; empty when it can't be read. */
  ByteString bodyStart(long most) {
    var start = new Buffer();
    try {
      Source source = body();
      while (start.size() < most && source.read(start, most - start.size()) >= 0) {
        // until there is enough
      }
    } catch (IOException e) {
      // the status is the answer, its text is a courtesy
    }
    return start.readByteString();
  }

  /** The body as it comes, closed with this answer. Reading gives no more than it announced. */
  Source body() {
    return new ForwardingSource(response.body().source()) {
      @Override
      public long read(Buffer sink, long byteCount) throws IOException {
        InterruptWatch.Watched watched = InterruptWatch.SHARED.watch(call);
        try {
          return super.read(sink, byteCount);
        } catch (IOException e) {
          throw Troubles.translate(e, request, call, deadline);
        } finally {
          watched.end();
        }
      }

      @Override
      public void close() {
        Answer.this.close();
      }
    };
  }

  /** Lets others send requests while the body is still being read. */
  void releasePermit() {
    if (released.compareAndSet(false, true)) {
      release.run();
    }
  }

  @Override
  public void close() {
    response.close();
    releasePermit();
  }
}
