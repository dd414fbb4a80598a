package dev.referrers.bundle;

import dev.referrers.attestation.Envelope;
import dev.referrers.bundle.internal.trust.Der;
import dev.referrers.bundle.internal.trust.Pem;
import dev.referrers.key.PublicKeys;
import dev.referrers.key.Signatures;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.EdECKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import okio.Buffer;
import okio.ByteString;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A Rekor v1 in memory: what it takes, keeps and answers is as of the real one. Its tree is the
 * second one, so that an entry has two indexes.
 *
 * @see <a href="https://github.com/sigstore/rekor/blob/v1.5.3/pkg/api/entries.go">Rekor's
 *     entries.go </a>
 */
public final class RekorV1Log {

  private static final long FIRST_INDEX = 1000;
  private static final String TREE = "0000000000001092";

  private final String host;
  private final KeyPair keys;
  private final InstantSource clock;
  private final List<String> ids = new ArrayList<>();
  private final List<String> entries = new ArrayList<>();
  private final List<ByteString> leaves = new ArrayList<>();

  public RekorV1Log(String host, KeyPair keys, InstantSource clock) {
    this.host = host;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * An answer over HTTP.
   *
   * @param id of the entry; empty when there is none
   */
  public record Answer(int status, String id, String json) {}

  public ByteString publicKey() {
    return Signing.spki(keys);
  }

  /** {@code POST /api/v1/log/entries}. */
  public synchronized Answer create(ByteString proposed) throws IOException {
    try {
      ByteString body = body(proposed);
      ByteString leaf = new Buffer().writeByte(0).write(body).sha256();
      String id = TREE + leaf.hex();
      if (ids.contains(id)) {
        return error(409, id, "an equivalent entry already exists in the transparency log");
      }
      ids.add(id);
      leaves.add(leaf);
      entries.add(signed(body));
      return new Answer(201, id, answer(ids.size() - 1));
    } catch (IllegalArgumentException e) {
      return error(400, "", "error processing entry: " + e.getMessage());
    }
  }

  /** {@code GET /api/v1/log/entries/ID}. */
  public synchronized Answer get(String id) {
    int index = ids.indexOf(id);
    return index < 0 ? error(404, "", "no such entry") : new Answer(200, id, answer(index));
  }

  private static Answer error(int status, String id, String message) {
    return new Answer(status, id, "{\"code\":%d,\"message\":\"%s\"}".formatted(status, message));
  }

  private static ByteString body(ByteString proposed) throws IOException {
    String kind = JsonText.string(proposed, "kind");
    if (!JsonText.string(proposed, "apiVersion").equals("0.0.1")) {
      throw new IllegalArgumentException("version");
    }
    return switch (kind) {
      case "hashedrekord" -> hashedRekord(proposed);
      case "dsse" -> dsse(proposed);
      default -> throw new IllegalArgumentException("kind " + kind);
    };
  }

  private static ByteString hashedRekord(ByteString proposed) throws IOException {
    String algorithm = JsonText.string(proposed, "spec", "data", "hash", "algorithm");
    String value = JsonText.string(proposed, "spec", "data", "hash", "value");
    var signature = base64(JsonText.string(proposed, "spec", "signature", "content"));
    var pem = base64(JsonText.string(proposed, "spec", "signature", "publicKey", "content"));
    if (!verifies(key(pem), new Digest(algorithm, value), signature)) {
      throw new IllegalArgumentException("verifying signature");
    }
    return LogBody.hashedRekord(algorithm, value, signature, pem).json();
  }

  /** Also of Ed25519 with its prehash at hand, which the JDK can't. */
  private static boolean verifies(PublicKey key, Digest digest, ByteString signature) {
    if (!(key instanceof EdECKey)) {
      return Signatures.JDK.verifiesDigest(key, digest, signature);
    }
    byte[] hash = ByteString.decodeHex(digest.encoded()).toByteArray();
    return hash.length == Ed25519.PREHASH_SIZE
        && Ed25519.verifyPrehash(
            signature.toByteArray(), 0, key.getEncoded(), rawKey(key), new byte[0], hash, 0);
  }

  private static ByteString dsse(ByteString proposed) throws IOException {
    var json =
        ByteString.encodeUtf8(JsonText.string(proposed, "spec", "proposedContent", "envelope"));
    var pem = base64(JsonText.strings(proposed, "spec", "proposedContent", "verifiers").get(0));
    var envelope = Envelope.parse(json);
    var signature = envelope.signatures().get(0).sig();
    if (!verifiesBySha256(key(pem), envelope.preAuthenticationEncoding(), signature)) {
      throw new IllegalArgumentException("could not verify envelope");
    }
    return LogBody.dsse(json.sha256(), envelope.payload(), signature, pem).json();
  }

  /** The only hash that it knows for envelopes; Ed25519 takes none. */
  private static boolean verifiesBySha256(PublicKey key, ByteString message, ByteString signature) {
    return key instanceof EdECKey
        ? Ed25519.verify(
            signature.toByteArray(),
            0,
            key.getEncoded(),
            rawKey(key),
            message.toByteArray(),
            0,
            message.size())
        : Signatures.JDK.verifiesDigest(key, Digest.sha256(message), signature);
  }

  private static int rawKey(PublicKey key) {
    return key.getEncoded().length - Ed25519.PUBLIC_KEY_SIZE;
  }

  private static PublicKey key(ByteString pem) throws IOException {
    String text = pem.utf8();
    return Pem.is("CERTIFICATE", text)
        ? Der.certificate(Pem.read("CERTIFICATE", text)).getPublicKey()
        : PublicKeys.parsePem(text);
  }

  private static ByteString base64(String text) {
    var bytes = ByteString.decodeBase64(text);
    if (bytes == null) {
      throw new IllegalArgumentException("base64");
    }
    return bytes;
  }

  /** The members that stay as they are, however the tree grows. */
  private String signed(ByteString body) {
    String members =
        "\"body\":\"%s\",\"integratedTime\":%d,\"logID\":\"%s\",\"logIndex\":%d"
            .formatted(
                body.base64(),
                clock.instant().getEpochSecond(),
                publicKey().sha256().hex(),
                FIRST_INDEX + ids.size() - 1);
    ByteString promise = Signing.sign(keys, ByteString.encodeUtf8("{" + members + "}"));
    return members + ",\"verification\":{\"signedEntryTimestamp\":\"" + promise.base64() + "\"";
  }

  private String answer(int index) {
    ByteString root = root(leaves);
    String hashes =
        path(index, leaves).stream()
            .map(hash -> "\"" + hash.hex() + "\"")
            .collect(Collectors.joining(","));
    return """
    {"%s":{%s,"inclusionProof":{"checkpoint":"%s","hashes":[%s],"logIndex":%d,"rootHash":"%s",\
    "treeSize":%d}}}}"""
        .formatted(
            ids.get(index),
            entries.get(index),
            checkpoint(root).replace("\n", "\\n"),
            hashes,
            index,
            root.hex(),
            leaves.size());
  }

  private String checkpoint(ByteString root) {
    String text = host + " - 4242\n" + leaves.size() + "\n" + root.base64() + "\n";
    var signature = Signing.sign(keys, ByteString.encodeUtf8(text));
    var line =
        new Buffer().write(publicKey().sha256().substring(0, 4)).write(signature).readByteString();
    return text + "\n— " + host + " " + line.base64() + "\n";
  }

  /** RFC 6962, 2.1. */
  private static ByteString root(List<ByteString> leaves) {
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    int left = Integer.highestOneBit(leaves.size() - 1);
    return new Buffer()
        .writeByte(1)
        .write(root(leaves.subList(0, left)))
        .write(root(leaves.subList(left, leaves.size())))
        .sha256();
  }

  /** RFC 6962, 2.1.1. */
  private static List<ByteString> path(int index, List<ByteString> leaves) {
    if (leaves.size() == 1) {
      return List.of();
    }
    int left = Integer.highestOneBit(leaves.size() - 1);
    var lower = leaves.subList(0, left);
    var upper = leaves.subList(left, leaves.size());
    var path = new ArrayList<>(index < left ? path(index, lower) : path(index - left, upper));
    path.add(root(index < left ? upper : lower));
    return path;
  }
}
