package dev.referrers.manifest;

import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import dev.referrers.oci.MediaTypes;
import java.io.IOException;
import java.util.Locale;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Decides what type a manifest has. */
final class ManifestType {

  private ManifestType() {}

  static String of(String what, @Nullable String contentType, ByteString bytes)
      throws MalformedContentException {
    String header = contentType == null ? "" : withoutParameters(contentType);
    return header.isEmpty() ? StrictJson.read(what, bytes, ManifestType::ofBody) : header;
  }

  static MalformedContentException unexpected(String what, String expected, Manifest found) {
    return new MalformedContentException(
        what, "expected " + expected + " but was " + found.mediaType(), "$.mediaType", null);
  }

  private static String withoutParameters(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  private static String ofBody(JsonObjectReader object) throws IOException {
    String mediaType = null;
    boolean config = false;
    boolean manifests = false;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      if (name.equals("mediaType")) {
        mediaType = DescriptorJson.nonEmpty(object.optionalString());
      } else {
        config |= name.equals("config");
        manifests |= name.equals("manifests");
        object.skip();
      }
    }
    // the member is optional in image-spec, and early writers leave it out
    String shape = manifests ? MediaTypes.IMAGE_INDEX : config ? MediaTypes.IMAGE_MANIFEST : null;
    return object.required("mediaType", mediaType == null ? shape : mediaType);
  }
}
