package dev.referrers.cosign;

import dev.referrers.json.JsonObjectWriter;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import java.io.IOException;
import java.util.List;
import okio.ByteString;

/**
 * The image config that cosign gives its manifests, byte for byte: nobody reads it, but it says
 * which layers there are, so it is another one after each change.
 */
final class CosignConfig {

  private static final String NO_TIME = "0001-01-01T00:00:00Z";

  private CosignConfig() {}

  static Blob of(List<Descriptor> layers) {
    return of(MediaTypes.IMAGE_CONFIG, layers);
  }

  /** The same bytes by another media type, as in experimental manifests. */
  static Blob of(String mediaType, List<Descriptor> layers) {
    return Blob.of(mediaType, JsonObjectWriter.write(layers, CosignConfig::write));
  }

  private static void write(List<Descriptor> layers, JsonObjectWriter object) throws IOException {
    object.string("architecture", "");
    object.string("created", NO_TIME);
    object.objects("history", layers, (layer, history) -> history.string("created", NO_TIME));
    object.string("os", "");
    object.object("rootfs", layers, CosignConfig::writeRootfs);
    object.raw("config", ByteString.encodeUtf8("{}"));
  }

  private static void writeRootfs(List<Descriptor> layers, JsonObjectWriter object)
      throws IOException {
    object.string("type", "layers");
    object.strings("diff_ids", layers.stream().map(layer -> layer.digest().toString()).toList());
  }
}
