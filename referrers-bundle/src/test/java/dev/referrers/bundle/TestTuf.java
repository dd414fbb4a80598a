package dev.referrers.bundle;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import okio.ByteString;

/** A TUF repository with one key for all roles and one file. */
final class TestTuf extends Dispatcher implements AutoCloseable {

  static final String FILE = "trusted_root.json";
  static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");

  final Map<String, ByteString> files = new HashMap<>();
  private final boolean ecdsa;
  private final KeyPair keys;
  private final ByteString root;
  private final MockWebServer server = new MockWebServer();

  private TestTuf(boolean ecdsa) {
    this.ecdsa = ecdsa;
    this.keys = ecdsa ? Signing.ecKeys() : Signing.ed25519Keys();
    this.root = signedRoot();
  }

  static TestTuf start(boolean ecdsa, ByteString file) throws IOException {
    var tuf = new TestTuf(ecdsa);
    tuf.publish(1, file);
    tuf.server.setDispatcher(tuf);
    tuf.server.start();
    return tuf;
  }

  @Override
  public void close() {
    server.close();
  }

  String url() {
    return "http://127.0.0.1:" + server.getPort() + "/tuf/";
  }

  static Clock clock(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  /** New metadata, which expires within a day; the root does not. */
  void publish(int version, ByteString file) {
    String hash = file.sha256().hex();
    files.put("targets/" + hash + "." + FILE, file);
    files.put(
        version + ".targets.json",
        signed(
            "targets",
            version,
            "\"targets\":{\"%s\":{\"hashes\":{\"sha256\":\"%s\"},\"length\":%d}}"
                .formatted(FILE, hash, file.size())));
    files.put(
        version + ".snapshot.json", signed("snapshot", version, meta("targets.json", version)));
    files.put("timestamp.json", signed("timestamp", version, meta("snapshot.json", version)));
  }

  private static String meta(String name, int version) {
    return "\"meta\":{\"%s\":{\"version\":%d}}".formatted(name, version);
  }

  ByteString root() {
    return root;
  }

  private ByteString signedRoot() {
    var spki = Signing.spki(keys);
    String value =
        ecdsa
            ? Signing.pem("PUBLIC KEY", spki).utf8().replace("\n", "\\n")
            : spki.substring(spki.size() - 32).hex();
    String role = "{\"keyids\":[\"k\"],\"threshold\":1}";
    return signed(
        "root",
        1,
        """
        "consistent_snapshot":true,\
        "keys":{"k":{"keytype":"%s","keyval":{"public":"%s"},"scheme":"%s"}},\
        "roles":{"root":%4$s,"snapshot":%4$s,"targets":%4$s,"timestamp":%4$s}"""
            .formatted(
                ecdsa ? "ecdsa" : "ed25519",
                value,
                ecdsa ? "ecdsa-sha2-nistp256" : "ed25519",
                role));
  }

  private ByteString signed(String role, int version, String members) {
    // sorted by name, as the signature is over canonical JSON
    String[] parts = members.split("(?<=true,)", 2);
    String head = parts.length == 2 ? parts[0] : "";
    String tail = parts[parts.length - 1];
    boolean last = role.equals("targets");
    String json =
        "{\"_type\":\"%s\",%s\"expires\":\"%s\",%s\"spec_version\":\"1.0\",%s\"version\":%d}"
            .formatted(
                role,
                head,
                role.equals("root") ? "2030-01-01T00:00:00Z" : "2025-06-02T00:00:00Z",
                last ? "" : tail + ",",
                last ? tail + "," : "",
                version);
    // OLPC's canonical JSON, which TUF signs, escapes no line feed
    var signature = Signing.sign(keys, ByteString.encodeUtf8(json.replace("\\n", "\n")));
    return ByteString.encodeUtf8(
        "{\"signatures\":[{\"keyid\":\"k\",\"sig\":\"%s\"}],\"signed\":%s}"
            .formatted(signature.hex(), json));
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    String path = String.valueOf(request.getTarget()).substring("/tuf/".length());
    var file = files.get(path);
    return file == null
        ? new MockResponse.Builder().code(404).build()
        : new MockResponse.Builder().body(new Buffer().write(file)).build();
  }
}
