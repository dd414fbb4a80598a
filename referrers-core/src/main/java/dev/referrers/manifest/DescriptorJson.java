package dev.referrers.manifest;

import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.JsonObjectWriter;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.Platform;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The JSON form of a descriptor, written in the key order of oras, regctl and BuildKit. */
final class DescriptorJson {

  private DescriptorJson() {}

  static Descriptor read(JsonObjectReader object) throws IOException {
    String mediaType = null;
    Digest digest = null;
    Long size = null;
    String artifactType = null;
    var annotations = Annotations.NONE;
    Platform platform = null;
    var urls = List.<String>of();
    ByteString data = null;
    Map<String, ByteString> otherFields = Map.of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "mediaType" -> mediaType = object.string();
        case "digest" -> digest = object.string(Digest::parse);
        case "size" -> size = size(object);
        case "artifactType" -> artifactType = nonEmpty(object.optionalString());
        case "annotations" -> annotations = annotations(object);
        case "platform" -> platform = object.optionalObject(DescriptorJson::platform);
        case "urls" -> urls = object.strings();
        case "data" -> data = object.optionalString(DescriptorJson::base64);
        default -> {
          otherFields = otherFields.isEmpty() ? new LinkedHashMap<>() : otherFields;
          otherFields.put(name, object.raw());
        }
      }
    }
    try {
      return new Descriptor(
          object.required("mediaType", mediaType),
          object.required("digest", digest),
          object.required("size", size),
          artifactType,
          annotations,
          platform,
          urls,
          data,
          otherFields);
    } catch (IllegalArgumentException e) {
      throw object.malformed(e);
    }
  }

  static void write(Descriptor descriptor, JsonObjectWriter object) throws IOException {
    object.string("mediaType", descriptor.mediaType());
    object.string("digest", descriptor.digest().toString());
    object.integer("size", descriptor.size());
    object.strings("urls", descriptor.urls());
    object.stringMap("annotations", descriptor.annotations().values());
    writeData(descriptor, object);
    writePlatform(descriptor, object);
    object.string("artifactType", descriptor.artifactType());
    writeOthers(descriptor.otherFields(), object);
  }

  /** In the key order of go-containerregistry. */
  static void writeAsCosign(Descriptor descriptor, JsonObjectWriter object) throws IOException {
    object.string("mediaType", descriptor.mediaType());
    object.integer("size", descriptor.size());
    object.string("digest", descriptor.digest().toString());
    writeData(descriptor, object);
    object.strings("urls", descriptor.urls());
    object.stringMap("annotations", descriptor.annotations().values());
    writePlatform(descriptor, object);
    object.string("artifactType", descriptor.artifactType());
    writeOthers(descriptor.otherFields(), object);
  }

  private static void writeData(Descriptor descriptor, JsonObjectWriter object) throws IOException {
    var data = descriptor.data();
    if (data != null) {
      object.string("data", data.base64());
    }
  }

  private static void writePlatform(Descriptor descriptor, JsonObjectWriter object)
      throws IOException {
    var platform = descriptor.platform();
    if (platform != null) {
      object.object("platform", platform, DescriptorJson::writePlatform);
    }
  }

  static Annotations annotations(JsonObjectReader object) throws IOException {
    var values = object.stringMap();
    if (values.isEmpty()) {
      return Annotations.NONE;
    }
    try {
      return new Annotations(values);
    } catch (IllegalArgumentException e) {
      throw object.malformed("annotations", String.valueOf(e.getMessage()));
    }
  }

  static @Nullable String nonEmpty(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  static void writeOthers(Map<String, ByteString> otherFields, JsonObjectWriter object)
      throws IOException {
    for (var field : otherFields.entrySet()) {
      object.raw(field.getKey(), field.getValue());
    }
  }

  private static long size(JsonObjectReader object) throws IOException {
    long size = object.integer();
    if (size < 0) {
      throw object.malformed("size", "expected 0 or more but was " + size);
    }
    return size;
  }

  private static ByteString base64(String text) {
    var decoded = ByteString.of(Base64.getDecoder().decode(text));
    // the decoder alone would do without padding and take other last characters for the same bytes
    if (!decoded.base64().equals(text)) {
      throw new IllegalArgumentException("expected padded base64");
    }
    return decoded;
  }

  /** Go's types have no absent architecture and os, they write them empty; so do we. */
  private static Platform platform(JsonObjectReader object) throws IOException {
    String architecture = null;
    String os = null;
    String osVersion = null;
    String variant = null;
    var osFeatures = List.<String>of();
    var features = List.<String>of();
    var otherFields = new LinkedHashMap<String, ByteString>();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "architecture" -> architecture = object.optionalString();
        case "os" -> os = object.optionalString();
        case "os.version" -> osVersion = nonEmpty(object.optionalString());
        case "os.features" -> osFeatures = object.strings();
        case "variant" -> variant = nonEmpty(object.optionalString());
        case "features" -> features = object.strings();
        default -> otherFields.put(name, object.raw());
      }
    }
    return new Platform(
        architecture == null ? "" : architecture,
        os == null ? "" : os,
        osVersion,
        osFeatures,
        variant,
        features,
        otherFields);
  }

  private static void writePlatform(Platform platform, JsonObjectWriter object) throws IOException {
    object.string("architecture", platform.architecture());
    object.string("os", platform.os());
    object.string("os.version", platform.osVersion());
    object.strings("os.features", platform.osFeatures());
    object.string("variant", platform.variant());
    object.strings("features", platform.features());
    writeOthers(platform.otherFields(), object);
  }
}
