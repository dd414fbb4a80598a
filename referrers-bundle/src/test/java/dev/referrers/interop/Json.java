package dev.referrers.interop;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import okio.ByteString;
import okio.Okio;

/** Servers on 127.0.0.1 that answer with JSON. */
final class Json {

  /** What is answered to a body; empty for a GET. */
  interface Handler {
    String answer(ByteString request) throws IOException;
  }

  private Json() {}

  /** A server on a free port, not started yet. */
  static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  static void serve(HttpServer server, String path, Handler handler) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            var body = Okio.buffer(Okio.source(exchange.getRequestBody())).readByteString();
            var answer = ByteString.encodeUtf8(handler.answer(body));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.size());
            exchange.getResponseBody().write(answer.toByteArray());
          }
        });
  }
}
