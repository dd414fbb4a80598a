package dev.referrers.internal.layout;

import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import java.io.IOException;
import java.nio.file.Path;
import okio.ByteString;

/**
 * The file {@code oci-layout} that makes a directory a layout.
 *
 * @see <a
 *     href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md#oci-layout-file">
 *     image-spec, oci-layout file</a>
 */
final class LayoutFile {

  static final String NAME = "oci-layout";

  static final ByteString CONTENT = ByteString.encodeUtf8("{\"imageLayoutVersion\":\"1.0.0\"}");

  private static final String VERSION = "imageLayoutVersion";
  private static final long MOST_BYTES = 4096;

  private LayoutFile() {}

  /**
   * Requires the directory to be a layout of a version that we know.
   *
   * @throws NotFoundException when there is no such file
   * @throws MalformedContentException when it is of another version, or something else
   */
  static void check(Path root) throws IOException {
    Path file = root.resolve(NAME);
    ByteString bytes = SafeFiles.read(file, MOST_BYTES, "not adjustable");
    if (bytes == null) {
      throw new NotFoundException("File " + NAME, "oci:" + root);
    }
    StrictJson.read("File " + file, bytes, LayoutFile::readVersion);
  }

  private static String readVersion(JsonObjectReader object) throws IOException {
    String version = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      if (name.equals(VERSION)) {
        version = object.string();
      } else {
        object.skip();
      }
    }
    String found = object.required(VERSION, version);
    if (!found.equals("1.0.0")) {
      throw object.malformed(VERSION, "expected 1.0.0 but was \"" + found + '"');
    }
    return found;
  }
}
