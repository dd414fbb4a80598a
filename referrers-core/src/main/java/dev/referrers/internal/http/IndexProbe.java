package dev.referrers.internal.http;

import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import dev.referrers.oci.MediaTypes;
import java.io.IOException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Tells an image index, perhaps a broken one, from something else that an endpoint without a
 * meaning of its own answers with.
 */
final class IndexProbe {

  private IndexProbe() {}

  /**
   * @throws MalformedContentException when it claims to be JSON, or begins so, and is not; and when
   *     it is nothing at all
   */
  static boolean isIndex(String what, @Nullable String contentType, ByteString content)
      throws MalformedContentException {
    if (MediaTypes.IMAGE_INDEX.equals(contentType)) {
      return true;
    }
    try {
      return StrictJson.read(what, content, IndexProbe::isIndex);
    } catch (MalformedContentException e) {
      String text = content.utf8().strip();
      if (MediaTypeHeader.isJson(contentType) || text.isEmpty() || text.startsWith("{")) {
        throw e;
      }
      return false;
    }
  }

  private static boolean isIndex(JsonObjectReader object) throws IOException {
    String mediaType = null;
    boolean manifests = false;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      if (name.equals("mediaType")) {
        mediaType = object.optionalString();
      } else {
        manifests |= name.equals("manifests");
        object.skip();
      }
    }
    return mediaType == null ? manifests : mediaType.equals(MediaTypes.IMAGE_INDEX);
  }
}
