package dev.referrers.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okio.BufferedSink;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Takes each request through faults, credentials and its endpoint to the wire. */
final class RegistryDispatcher extends Dispatcher {

  private final FakeRegistry registry;

  RegistryDispatcher(FakeRegistry registry) {
    this.registry = registry;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
    registry.forgetRecorded();
    try {
      return process(request);
    } catch (RuntimeException e) {
      return new MockResponse.Builder().code(500).body("The fake registry failed: " + e).build();
    }
  }

  private MockResponse process(RecordedRequest request) throws InterruptedException {
    Exchange exchange = exchange(request);
    Route route = exchange.target().route();
    Fault fault = registry.faults.take(route, exchange.path());
    sleep(exchange.behaviour().latency.dividedBy(2));
    if (fault != null && fault.kind == Fault.Kind.DELAY) {
      sleep(fault.delay);
    }
    Answer answer = answer(exchange, fault);
    registry.record(exchange, request, answer == null ? 0 : answer.status());
    breakOff(request.getConnectionIndex(), fault);
    MockResponse.Builder response = wire(exchange, answer == null ? Answer.bare(500) : answer);
    if (answer != null && fault != null) {
      spoil(fault, answer.body(), request.getConnectionIndex(), response);
    }
    long half = exchange.behaviour().latency.dividedBy(2).toNanos();
    return response.headersDelay(half, TimeUnit.NANOSECONDS).build();
  }

  /** MockWebServer's own socket effects have no effect on HTTP/2, so they aren't used. */
  private void breakOff(int connection, @Nullable Fault fault) throws InterruptedException {
    Fault.Kind kind = fault == null ? Fault.Kind.DELAY : fault.kind;
    switch (kind) {
      case LOSE_ANSWER -> registry.closeConnection(connection, false);
      case RESET -> registry.closeConnection(connection, true);
      case STALL -> registry.awaitClose();
      default -> {}
    }
  }

  private Exchange exchange(RecordedRequest request) {
    String target = request.getTarget();
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    ByteString body = request.getBody();
    return new Exchange(
        registry.behaviour(),
        registry.content,
        registry.url(),
        Route.Target.of(request.getMethod(), path),
        request.getMethod(),
        path,
        Query.parse(mark < 0 ? "" : target.substring(mark + 1)),
        request.getHeaders(),
        body == null ? ByteString.EMPTY : body);
  }

  /** Null when nothing is to be done and nothing to be said. */
  private @Nullable Answer answer(Exchange exchange, @Nullable Fault fault) {
    Fault.Kind kind = fault == null ? Fault.Kind.DELAY : fault.kind;
    if (kind == Fault.Kind.RESET || kind == Fault.Kind.STALL) {
      return null;
    }
    if (fault != null && fault.answer != null) {
      return fault.answer;
    }
    if (exchange.target().route() == Route.TOKEN) {
      return TokenEndpoint.token(exchange);
    }
    Answer refusal = new Gate(exchange, registry.revokedUpTo()).refusal();
    return refusal == null ? endpoint(exchange) : refusal;
  }

  private static Answer endpoint(Exchange exchange) {
    return switch (exchange.target().route()) {
      case BASE -> Answer.json(200, "{}");
      case HEAD_MANIFEST, GET_MANIFEST -> ManifestEndpoint.get(exchange);
      case PUT_MANIFEST -> ManifestPush.put(exchange);
      case DELETE_MANIFEST -> ManifestEndpoint.delete(exchange);
      case REFERRERS -> ReferrersEndpoint.list(exchange);
      case TAGS -> TagsEndpoint.list(exchange);
      case HEAD_BLOB, GET_BLOB -> BlobEndpoint.get(exchange);
      case DELETE_BLOB -> BlobEndpoint.delete(exchange);
      case POST_UPLOAD -> UploadEndpoint.post(exchange);
      case PATCH_UPLOAD -> UploadEndpoint.patch(exchange);
      case PUT_UPLOAD -> UploadEndpoint.put(exchange);
      case GET_UPLOAD -> UploadEndpoint.status(exchange);
      case DELETE_UPLOAD -> UploadEndpoint.delete(exchange);
      default -> Answer.status(404);
    };
  }

  private static MockResponse.Builder wire(Exchange exchange, Answer answer) {
    Answer written = written(exchange.behaviour().errorBody, answer);
    Headers headers = written.headers();
    var response =
        new MockResponse.Builder()
            .code(written.status())
            .headers(headers.newBuilder().addAll(exchange.behaviour().headers).build());
    if (exchange.method().equals("HEAD")) {
      return response.setHeader("Content-Length", Long.toString(written.body().size()));
    }
    boolean bodiless = written.status() == 204 || written.status() == 304;
    return bodiless ? response : response.body(written.body());
  }

  private void spoil(Fault fault, Bytes body, int connection, MockResponse.Builder response) {
    if (fault.kind == Fault.Kind.CORRUPT) {
      response.body(body.corrupted());
    } else if (fault.kind == Fault.Kind.TRUNCATE) {
      Runnable end = () -> registry.closeConnection(connection, false);
      response.body(new Truncated(body.size(), body.range(0, fault.bytes), end));
    }
  }

  private static Answer written(ErrorBody style, Answer answer) {
    boolean error =
        answer.status() >= 400 && "application/json".equals(answer.headers().get("Content-Type"));
    if (!error || style == ErrorBody.JSON) {
      return answer;
    }
    Answer other =
        style == ErrorBody.HTML
            ? Answer.html(answer.status())
            : Answer.of(answer.status(), "text/plain", "error " + answer.status() + "\n");
    Answer bare = answer.withoutHeader("Content-Type").withBody(other.body());
    return bare.withHeader("Content-Type", "text/" + (style == ErrorBody.HTML ? "html" : "plain"));
  }

  private static void sleep(Duration time) throws InterruptedException {
    if (!time.isZero()) {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
  }

  private record Truncated(long announced, Bytes sent, Runnable end) implements MockResponseBody {

    @Override
    public long getContentLength() {
      return announced;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sent.writeTo(sink);
      sink.flush();
      end.run();
    }
  }
}
