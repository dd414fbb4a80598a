package dev.referrers.bundle;

import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.LogEntry.InclusionProof;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A transparency log of three entries, ours the second one, as Rekor v1 or v2 keeps it. */
final class TestLog {

  private final boolean v2;
  final String host;
  final KeyPair keys;
  final ByteString id;

  private TestLog(boolean v2, String host, KeyPair keys, ByteString id) {
    this.v2 = v2;
    this.host = host;
    this.keys = keys;
    this.id = id;
  }

  static TestLog rekorV1(String host) {
    var keys = Signing.ecKeys();
    return new TestLog(false, host, keys, Signing.spki(keys).sha256());
  }

  /** Its id is that of C2SP's signed-note: the hash of name, kind and key. */
  static TestLog rekorV2(String host) {
    var keys = Signing.ed25519Keys();
    var key = Signing.spki(keys);
    var raw = key.substring(key.size() - 32);
    var id = new Buffer().writeUtf8(host + "\n").writeByte(1).write(raw).readByteString().sha256();
    return new TestLog(true, host, keys, id);
  }

  LogEntry entry(LogBody body, Instant time) {
    var entry = v2 ? entry(body, null, null) : entry(body, time, promise(body, time));
    return entry.withInclusionProof(proof(body.json()));
  }

  LogEntry entry(LogBody body, @Nullable Instant time, @Nullable ByteString promise) {
    return new LogEntry(
        v2 ? 1 : 1001, id, body.kind(), body.version(), time, promise, null, body.json());
  }

  ByteString promise(LogBody body, Instant time) {
    var payload =
        "{\"body\":\"%s\",\"integratedTime\":%d,\"logID\":\"%s\",\"logIndex\":1001}"
            .formatted(body.json().base64(), time.getEpochSecond(), id.hex());
    return sign(ByteString.encodeUtf8(payload));
  }

  InclusionProof proof(ByteString body) {
    var left = leaf(ByteString.encodeUtf8("left"));
    var right = leaf(ByteString.encodeUtf8("right"));
    var root = node(node(left, leaf(body)), right);
    return new InclusionProof(1, root, 3, List.of(left, right), checkpoint(origin(), 3, root));
  }

  String origin() {
    return v2 ? host : host + " - 4242";
  }

  /** A note that the log signed under its own name. */
  String checkpoint(String origin, long size, ByteString root) {
    String text = origin + "\n" + size + "\n" + root.base64() + "\n";
    var signature = sign(ByteString.encodeUtf8(text));
    var line = new Buffer().write(id.substring(0, 4)).write(signature).readByteString();
    return text + "\n— " + host + " " + line.base64() + "\n";
  }

  String json(String validFor) {
    return """
    {"baseUrl":"https://%s","hashAlgorithm":"SHA2_256","logId":{"keyId":"%s"},
     "publicKey":{"rawBytes":"%s","validFor":%s}}"""
        .formatted(host, id.base64(), Signing.spki(keys).base64(), validFor);
  }

  private ByteString sign(ByteString message) {
    return Signing.sign(keys, message);
  }

  private static ByteString leaf(ByteString body) {
    return new Buffer().writeByte(0).write(body).sha256();
  }

  private static ByteString node(ByteString left, ByteString right) {
    return new Buffer().writeByte(1).write(left).write(right).sha256();
  }
}
