package dev.referrers.bundle;

import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectWriter;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import java.io.IOException;
import java.util.List;

/**
 * The manifest that holds a bundle, byte for byte as cosign 3 writes it: members in the order of
 * go-containerregistry, and the artifactType in the config's descriptor too.
 *
 * @param bundle the one layer; its media type is the artifactType
 */
record BundleManifest(Descriptor subject, Descriptor bundle, Annotations annotations) {

  ImageManifest build() {
    try {
      return ImageManifest.parse("Manifest", JsonObjectWriter.write(this, BundleManifest::write));
    } catch (MalformedContentException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void write(BundleManifest manifest, JsonObjectWriter object) throws IOException {
    String artifactType = manifest.bundle.mediaType();
    object.integer("schemaVersion", 2);
    object.string("mediaType", MediaTypes.IMAGE_MANIFEST);
    object.object(
        "config",
        Descriptor.EMPTY_JSON.withArtifactType(artifactType),
        BundleManifest::writeDescriptor);
    object.objects("layers", List.of(manifest.bundle), BundleManifest::writeDescriptor);
    object.stringMap("annotations", manifest.annotations.values());
    object.object("subject", manifest.subject, BundleManifest::writeDescriptor);
    object.string("artifactType", artifactType);
  }

  private static void writeDescriptor(Descriptor descriptor, JsonObjectWriter object)
      throws IOException {
    object.string("mediaType", descriptor.mediaType());
    object.integer("size", descriptor.size());
    object.string("digest", descriptor.digest().toString());
    object.string("artifactType", descriptor.artifactType());
  }
}
