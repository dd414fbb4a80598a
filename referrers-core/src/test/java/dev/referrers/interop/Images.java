package dev.referrers.interop;

import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import okio.ByteString;

/** Pushes images to attach something to. */
final class Images {

  private Images() {}

  static Descriptor push(Repository repository, String tag) throws IOException {
    Blob config =
        Blob.of(
            "application/vnd.oci.image.config.v1+json",
            ByteString.encodeUtf8("{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{}}"));
    Blob layer =
        Blob.of("application/vnd.oci.image.layer.v1.tar", ByteString.encodeUtf8("layer of " + tag));
    repository.pushBlob(config);
    repository.pushBlob(layer);
    ImageManifest image =
        ImageManifest.builder(config.descriptor()).addLayer(layer.descriptor()).build();
    repository.pushTag(tag, image, Precondition.NONE);
    return repository.resolve(tag);
  }
}
