package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.Base64Text;
import dev.referrers.bundle.internal.verify.EntryBody.LoggedSignature;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that logs keep of an entry. The kinds differ in where things are, so this goes
 * where each has them and takes what it finds there.
 *
 * @see <a href="https://github.com/sigstore/rekor/tree/main/pkg/types">Rekor's types</a>
 * @see <a href="https://github.com/sigstore/rekor-tiles/tree/main/api/proto/rekor/v2">Rekor
 *     v2's</a>
 */
final class EntryBodyJson {

  /** Reads the value of one member. */
  private interface Member {
    void read(JsonObjectReader object) throws IOException;
  }

  private @Nullable Hash messageHash;
  private @Nullable Hash payloadHash;
  private final List<LoggedSignature> signatures = new ArrayList<>();

  private EntryBodyJson() {}

  static EntryBody parse(ByteString json) throws MalformedContentException {
    return StrictJson.read("Log entry", json, object -> new EntryBodyJson().body(object));
  }

  private EntryBody body(JsonObjectReader object) throws IOException {
    String apiVersion = "";
    String kind = "";
    @Nullable ByteString spec = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "apiVersion" -> apiVersion = object.string();
        case "kind" -> kind = object.string();
        case "spec" -> spec = object.raw();
        default -> object.skip();
      }
    }
    // Which members of the spec count is known only now.
    var type = kind + " " + apiVersion;
    var members = spec(type);
    if (members == null) {
      throw object.malformed("kind", "expected a kind for signatures but was " + type);
    }
    StrictJson.read("Log entry's spec", object.required("spec", spec), inner -> in(inner, members));
    if (signatures.isEmpty()) {
      throw object.malformed("spec", "expected a signature but there is none");
    }
    return new EntryBody(type, messageHash, payloadHash, signatures);
  }

  private @Nullable Map<String, Member> spec(String type) {
    return switch (type) {
      case "hashedrekord 0.0.1" ->
          Map.of("data", object(Map.of("hash", this::messageHash)), "signature", this::signature);
      case "hashedrekord 0.0.2" ->
          Map.of(
              "hashedRekordV002",
              object(Map.of("data", this::messageHash, "signature", this::signatureV2)));
      case "dsse 0.0.1" ->
          Map.of("payloadHash", this::payloadHash, "signatures", this::dsseSignatures);
      case "dsse 0.0.2" ->
          Map.of(
              "dsseV002",
              object(Map.of("payloadHash", this::payloadHash, "signatures", this::signaturesV2)));
      case "intoto 0.0.1" ->
          Map.of(
              "content",
              object(Map.of("payloadHash", this::payloadHash)),
              "publicKey",
              at -> signatures.add(new LoggedSignature(null, pem(at))));
      case "intoto 0.0.2" ->
          Map.of(
              "content",
              object(
                  Map.of(
                      "payloadHash",
                      this::payloadHash,
                      "envelope",
                      object(Map.of("signatures", this::intotoSignatures)))));
      default -> null;
    };
  }

  private void messageHash(JsonObjectReader at) throws IOException {
    messageHash = at.object(EntryBodyJson::hash);
  }

  private void payloadHash(JsonObjectReader at) throws IOException {
    payloadHash = at.object(EntryBodyJson::hash);
  }

  /** Of version 1 with its value in hex, or of version 2 with a digest in base64. */
  private static Hash hash(JsonObjectReader object) throws IOException {
    Hash.@Nullable Algorithm algorithm = null;
    @Nullable ByteString value = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "algorithm" -> algorithm = object.string(EntryBodyJson::algorithm);
        case "value" -> value = object.string(ByteString::decodeHex);
        case "digest" -> value = object.string(Base64Text::decode);
        default -> object.skip();
      }
    }
    return new Hash(object.required("algorithm", algorithm), object.required("value", value));
  }

  private static Hash.Algorithm algorithm(String name) {
    var algorithm = Hash.Algorithm.named(name);
    if (algorithm == null) {
      throw new IllegalArgumentException("expected SHA-2 but was " + name);
    }
    return algorithm;
  }

  private void signature(JsonObjectReader at) throws IOException {
    var found = new Found();
    at.object(
        object -> {
          in(
              object,
              Map.of(
                  "content",
                  value -> found.value = base64(value),
                  "publicKey",
                  object(Map.of("content", value -> found.key = pem(value)))));
          return found.addTo(signatures, object);
        });
  }

  private void dsseSignatures(JsonObjectReader at) throws IOException {
    at.objects(
        object -> {
          var found = new Found();
          in(
              object,
              Map.of(
                  "signature",
                  value -> found.value = base64(value),
                  "verifier",
                  value -> found.key = pem(value)));
          return found.addTo(signatures, object);
        });
  }

  private void intotoSignatures(JsonObjectReader at) throws IOException {
    at.objects(
        object -> {
          var found = new Found();
          in(
              object,
              Map.of(
                  "sig", // base64 twice
                  value -> found.value = value.string(EntryBodyJson::decodeTwice),
                  "publicKey",
                  value -> found.key = pem(value)));
          return found.addTo(signatures, object);
        });
  }

  private void signatureV2(JsonObjectReader at) throws IOException {
    at.object(this::signatureV2Members);
  }

  private void signaturesV2(JsonObjectReader at) throws IOException {
    at.objects(this::signatureV2Members);
  }

  private boolean signatureV2Members(JsonObjectReader object) throws IOException {
    var found = new Found();
    Member certificate = value -> found.key = new LoggedKey(true, base64(value));
    Member publicKey = value -> found.key = new LoggedKey(false, base64(value));
    in(
        object,
        Map.of(
            "content",
            value -> found.value = base64(value),
            "verifier",
            object(
                Map.of(
                    "x509Certificate", object(Map.of("rawBytes", certificate)),
                    "publicKey", object(Map.of("rawBytes", publicKey))))));
    return found.addTo(signatures, object);
  }

  /** The parts of a signature while they are read. */
  private static final class Found {

    private @Nullable ByteString value;
    private @Nullable LoggedKey key;

    boolean addTo(List<LoggedSignature> signatures, JsonObjectReader object) throws IOException {
      return signatures.add(
          new LoggedSignature(
              object.required("signature", value), object.required("verifier", key)));
    }
  }

  private static Member object(Map<String, Member> members) {
    return at -> at.object(object -> in(object, members));
  }

  private static boolean in(JsonObjectReader object, Map<String, Member> members)
      throws IOException {
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      var member = members.get(name);
      if (member == null) {
        object.skip();
      } else {
        member.read(object);
      }
    }
    return true;
  }

  private static ByteString base64(JsonObjectReader at) throws IOException {
    return at.string(Base64Text::decode);
  }

  private static LoggedKey pem(JsonObjectReader at) throws IOException {
    return at.string(text -> LoggedKey.ofPem(Base64Text.decode(text)));
  }

  private static ByteString decodeTwice(String text) {
    return Base64Text.decode(Base64Text.decode(text).utf8());
  }
}
