package dev.referrers.manifest;

import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.JsonObjectWriter;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** What image manifests and indexes have in common, while one is being read or built. */
final class CommonMembers {

  final String mediaType;
  @Nullable String artifactType;
  @Nullable Descriptor subject;
  Annotations annotations = Annotations.NONE;
  final Map<String, ByteString> otherFields = new LinkedHashMap<>();

  /**
   * @param mediaType what the manifest is known to be
   */
  CommonMembers(String mediaType) {
    this.mediaType = mediaType;
  }

  /** A copy of those of a manifest, to build another. */
  static CommonMembers of(ParsedManifest manifest) {
    var copy = new CommonMembers(manifest.mediaType());
    copy.artifactType = manifest.artifactType();
    copy.subject = manifest.subject();
    copy.annotations = manifest.annotations();
    copy.otherFields.putAll(manifest.otherFields());
    return copy;
  }

  void artifactType(@Nullable String artifactType) {
    if (artifactType != null) {
      checkValid("artifactType", artifactType);
    }
    this.artifactType = artifactType;
  }

  void subject(@Nullable Descriptor subject) {
    if (subject != null) {
      checkValid("Media type of the subject", subject.mediaType());
    }
    this.subject = subject;
  }

  /** Reads the value of a member that only some kind of manifest has a better use for. */
  void read(String name, JsonObjectReader object) throws IOException {
    switch (name) {
      case "schemaVersion" -> checkVersion(object.integer(), object);
      case "mediaType" -> checkType(object.optionalString(), object);
      case "artifactType" -> artifactType = DescriptorJson.nonEmpty(object.optionalString());
      case "subject" -> subject = object.optionalObject(DescriptorJson::read);
      case "annotations" -> annotations = DescriptorJson.annotations(object);
      default -> otherFields.put(name, object.raw());
    }
  }

  void writeFirst(JsonObjectWriter object) throws IOException {
    object.integer("schemaVersion", 2);
    object.string("mediaType", mediaType);
    object.string("artifactType", artifactType);
  }

  void writeLast(JsonObjectWriter object) throws IOException {
    if (subject != null) {
      object.object("subject", subject, DescriptorJson::write);
    }
    object.stringMap("annotations", annotations.values());
    DescriptorJson.writeOthers(otherFields, object);
  }

  void writeLastAsCosign(JsonObjectWriter object) throws IOException {
    object.stringMap("annotations", annotations.values());
    if (subject != null) {
      object.object("subject", subject, DescriptorJson::writeAsCosign);
    }
    object.string("artifactType", artifactType);
    DescriptorJson.writeOthers(otherFields, object);
  }

  /** Refuses what may be read but not written: parameters above all. */
  static void checkValid(String what, String mediaType) {
    if (!MediaTypes.isValid(mediaType)) {
      throw new IllegalArgumentException(
          what + " needs the form type/subtype without parameters but is \"" + mediaType + '"');
    }
  }

  private static void checkVersion(long version, JsonObjectReader object)
      throws MalformedContentException {
    if (version != 2) {
      throw object.malformed("schemaVersion", "expected 2 but was " + version);
    }
  }

  private void checkType(@Nullable String found, JsonObjectReader object)
      throws MalformedContentException {
    if (found != null && !found.isEmpty() && !found.equals(mediaType)) {
      throw object.malformed(
          "mediaType", "expected \"" + mediaType + "\" but was \"" + found + '"');
    }
  }
}
