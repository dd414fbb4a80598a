package dev.referrers.manifest;

import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import dev.referrers.oci.Annotations;
import java.io.IOException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A JSON manifest of another type, such as the withdrawn artifact manifest. Its artifactType,
 * subject and annotations are known where they look like those of the other types.
 */
public final class OtherManifest extends ParsedManifest implements Manifest {

  private OtherManifest(ByteString bytes, CommonMembers common) {
    super(bytes, common);
  }

  static OtherManifest read(String what, String mediaType, ByteString bytes)
      throws MalformedContentException {
    return StrictJson.read(what, bytes, object -> read(mediaType, bytes, object));
  }

  private static OtherManifest read(String mediaType, ByteString bytes, JsonObjectReader object)
      throws IOException {
    var common = new CommonMembers(mediaType);
    boolean image = false;
    boolean index = false;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      image |= name.equals("config") || name.equals("layers");
      index |= name.equals("manifests");
      switch (name) {
        case "mediaType" -> common.read(name, object);
        case "artifactType" -> common.artifactType = artifactType(object);
        case "subject" ->
            common.subject = object.ifWellFormed(subject -> subject.object(DescriptorJson::read));
        case "annotations" -> common.annotations = annotations(object);
        default -> object.skip();
      }
    }
    if (image && index) {
      throw object.malformed("manifests", "expected one kind of manifest but it is an image too");
    }
    return new OtherManifest(bytes, common);
  }

  private static @Nullable String artifactType(JsonObjectReader object) throws IOException {
    return DescriptorJson.nonEmpty(object.ifWellFormed(JsonObjectReader::string));
  }

  private static Annotations annotations(JsonObjectReader object) throws IOException {
    var annotations = object.ifWellFormed(DescriptorJson::annotations);
    return annotations == null ? Annotations.NONE : annotations;
  }
}
