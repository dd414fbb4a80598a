package dev.referrers.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.referrers.bundle.RekorV1Log;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import okio.ByteString;
import okio.Okio;

/** A Rekor v1 on 127.0.0.1, for the real one needs a database. */
final class RekorV1Server implements AutoCloseable {

  private static final String ENTRIES = "/api/v1/log/entries";

  private final RekorV1Log log;
  private final HttpServer server;

  private RekorV1Server(RekorV1Log log, HttpServer server) {
    this.log = log;
    this.server = server;
  }

  static RekorV1Server start() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      var keys = generator.generateKeyPair();
      var rekor =
          new RekorV1Server(
              new RekorV1Log("rekor-v1.localhost", keys, InstantSource.system()), Json.server());
      rekor.server.createContext(ENTRIES, rekor::handle);
      rekor.server.start();
      return rekor;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return Json.url(server);
  }

  ByteString publicKey() {
    return log.publicKey();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String id = exchange.getRequestURI().getPath().substring(ENTRIES.length());
      var body = Okio.buffer(Okio.source(exchange.getRequestBody())).readByteString();
      var answer = id.isEmpty() ? log.create(body) : log.get(id.substring(1));
      var json = ByteString.encodeUtf8(answer.json());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("ETag", answer.id());
      exchange.getResponseHeaders().set("Location", ENTRIES + "/" + answer.id());
      exchange.sendResponseHeaders(answer.status(), json.size());
      exchange.getResponseBody().write(json.toByteArray());
    }
  }
}
