package dev.referrers.attestation;

import dev.referrers.attestation.SimpleSigning.Payload;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.JsonObjectWriter;
import dev.referrers.json.StrictJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The JSON form of simple signing payloads. */
final class SimpleSigningJson {

  private record Critical(String type, String reference, String digest) {}

  private SimpleSigningJson() {}

  static Payload parse(ByteString json) throws MalformedContentException {
    return StrictJson.read("Simple signing payload", json, SimpleSigningJson::read);
  }

  private static Payload read(JsonObjectReader object) throws IOException {
    @Nullable Critical critical = null;
    @Nullable Map<String, String> optional = null;
    var names = new Names(object);
    for (String name = names.next(); name != null; name = names.next()) {
      switch (name) {
        case "critical" -> critical = object.object(SimpleSigningJson::readCritical);
        case "optional" -> optional = object.optionalObject(SimpleSigningJson::readOptional);
        default -> object.skip();
      }
    }
    Critical known = object.required("critical", critical);
    return new Payload(
        known.type, known.reference, known.digest, optional == null ? Map.of() : optional);
  }

  /** In the order of Go's struct; claims in the order of their keys. */
  static ByteString write(Payload payload) {
    return JsonObjectWriter.write(payload, SimpleSigningJson::write);
  }

  private static void write(Payload payload, JsonObjectWriter object) throws IOException {
    object.object("critical", payload, SimpleSigningJson::writeCritical);
    if (payload.optional().isEmpty()) {
      object.raw("optional", ByteString.encodeUtf8("null"));
    } else {
      object.stringMap("optional", new TreeMap<>(payload.optional()));
    }
  }

  private static void writeCritical(Payload payload, JsonObjectWriter object) throws IOException {
    object.object(
        "identity",
        payload.dockerReference(),
        (reference, identity) -> identity.string("docker-reference", reference));
    object.object(
        "image",
        payload.dockerManifestDigest(),
        (digest, image) -> image.string("docker-manifest-digest", digest));
    object.string("type", payload.type());
  }

  private static Critical readCritical(JsonObjectReader object) throws IOException {
    @Nullable String type = null;
    @Nullable String reference = null;
    @Nullable String digest = null;
    var names = new Names(object);
    for (String name = names.next(); name != null; name = names.next()) {
      switch (name) {
        case "type" -> type = object.string();
        case "identity" -> reference = object.optionalObject(SimpleSigningJson::readIdentity);
        case "image" -> digest = object.object(SimpleSigningJson::readImage);
        default -> object.skip();
      }
    }
    return new Critical(
        object.required("type", type),
        reference == null ? "" : reference,
        object.required("image", digest));
  }

  private static String readIdentity(JsonObjectReader object) throws IOException {
    String reference = member("docker-reference", object);
    return reference == null ? "" : reference;
  }

  private static String readImage(JsonObjectReader object) throws IOException {
    String digest = member("docker-manifest-digest", object);
    return object.required("docker-manifest-digest", digest);
  }

  /** The one string of an object; null when it is not there. */
  private static @Nullable String member(String wanted, JsonObjectReader object)
      throws IOException {
    @Nullable String value = null;
    var names = new Names(object);
    for (String name = names.next(); name != null; name = names.next()) {
      if (name.equals(wanted)) {
        value = object.optionalString();
      } else {
        object.skip();
      }
    }
    return value;
  }

  /** Only strings are claims; others are passed over. */
  private static Map<String, String> readOptional(JsonObjectReader object) throws IOException {
    var optional = new LinkedHashMap<String, String>();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      String value = object.ifString();
      if (value != null) {
        optional.put(name, value);
      }
    }
    return optional;
  }

  /**
   * The names of an object in lower case. The signature specification has {@code
   * Docker-manifest-digest} in its example, and Go's reader does not mind.
   */
  private static final class Names {

    private final JsonObjectReader object;
    private final Map<String, String> seen = new HashMap<>();

    Names(JsonObjectReader object) {
      this.object = object;
    }

    @Nullable String next() throws IOException {
      String name = object.nextName();
      if (name == null) {
        return null;
      }
      String lower = name.toLowerCase(Locale.ROOT);
      String before = seen.putIfAbsent(lower, name);
      if (before != null) {
        object.skip();
        throw object.malformed(
            name, "expected every member once but it is also there as " + before);
      }
      return lower;
    }
  }
}
