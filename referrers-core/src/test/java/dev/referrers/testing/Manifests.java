package dev.referrers.testing;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Bytes of simple manifests. */
final class Manifests {

  private Manifests() {}

  static ByteString image(Descriptor config, Descriptor layer) {
    Map<String, Object> manifest = head(MediaTypes.IMAGE_MANIFEST);
    manifest.put("config", descriptor(config));
    manifest.put("layers", List.of(descriptor(layer)));
    return bytes(manifest);
  }

  static ByteString index(List<Descriptor> manifests) {
    Map<String, Object> index = head(MediaTypes.IMAGE_INDEX);
    index.put("manifests", manifests.stream().map(Manifests::descriptor).toList());
    return bytes(index);
  }

  static ByteString referrer(Descriptor subject, String artifactType, Annotations annotations) {
    Map<String, Object> manifest = head(MediaTypes.IMAGE_MANIFEST);
    manifest.put("artifactType", artifactType);
    manifest.put("config", descriptor(Descriptor.EMPTY_JSON));
    manifest.put("layers", List.of(descriptor(Descriptor.EMPTY_JSON)));
    manifest.put("subject", descriptor(subject.bare()));
    if (!annotations.isEmpty()) {
      manifest.put("annotations", annotations.values());
    }
    return bytes(manifest);
  }

  static Map<String, Object> descriptor(Descriptor descriptor) {
    return descriptor(descriptor, descriptor.artifactType(), descriptor.annotations());
  }

  static Map<String, Object> descriptor(
      Descriptor descriptor, @Nullable String artifactType, Annotations annotations) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("mediaType", descriptor.mediaType());
    fields.put("digest", descriptor.digest().toString());
    fields.put("size", descriptor.size());
    if (!annotations.isEmpty()) {
      fields.put("annotations", annotations.values());
    }
    if (artifactType != null) {
      fields.put("artifactType", artifactType);
    }
    return fields;
  }

  static Map<String, Object> head(String mediaType) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("schemaVersion", 2);
    fields.put("mediaType", mediaType);
    return fields;
  }

  static ByteString bytes(Map<String, ?> manifest) {
    return ByteString.encodeUtf8(Json.write(manifest));
  }
}
