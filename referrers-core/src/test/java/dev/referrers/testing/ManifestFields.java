package dev.referrers.testing;

import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** What a registry looks at in a manifest or an index. */
record ManifestFields(
    @Nullable String mediaType,
    @Nullable String artifactType,
    @Nullable Entry config,
    List<Entry> layers,
    List<Entry> manifests,
    @Nullable Entry subject,
    Map<String, String> annotations) {

  /**
   * A descriptor in the manifest.
   *
   * @param elsewhere whether it has {@code urls}, so that the registry needn't hold the content
   */
  record Entry(String mediaType, Digest digest, boolean elsewhere) {}

  /**
   * @throws IOException when the bytes are no manifest
   */
  static ManifestFields parse(ByteString manifest) throws IOException {
    Map<?, ?> object = Json.readObject(manifest);
    if (!(object.get("schemaVersion") instanceof Number version) || version.intValue() != 2) {
      throw new IOException("schemaVersion is not 2");
    }
    return new ManifestFields(
        Json.text(object, "mediaType"),
        nonEmpty(Json.text(object, "artifactType")),
        entry(object.get("config")),
        entries(object.get("layers")),
        entries(object.get("manifests")),
        entry(object.get("subject")),
        strings(object.get("annotations")));
  }

  /** The type as a referrers list shows it: distribution-spec, Listing Referrers. */
  @Nullable String listedType(String mediaType) {
    if (artifactType != null || mediaType.equals(MediaTypes.IMAGE_INDEX)) {
      return artifactType;
    }
    return configMediaType();
  }

  @Nullable String configMediaType() {
    return config == null ? null : config.mediaType();
  }

  private static List<Entry> entries(@Nullable Object value) throws IOException {
    var entries = new ArrayList<Entry>();
    if (value instanceof List<?> list) {
      for (Object element : list) {
        Entry entry = entry(element);
        if (entry == null) {
          throw new IOException("null where a descriptor is expected");
        }
        entries.add(entry);
      }
    }
    return entries;
  }

  private static @Nullable Entry entry(@Nullable Object value) throws IOException {
    if (value == null) {
      return null;
    }
    if (!(value instanceof Map<?, ?> object)) {
      throw new IOException("not a descriptor");
    }
    String digest = Json.text(object, "digest");
    String mediaType = Json.text(object, "mediaType");
    try {
      return new Entry(
          mediaType == null ? "" : mediaType,
          Digest.parse(digest == null ? "" : digest),
          object.get("urls") instanceof List<?> urls && !urls.isEmpty());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Map<String, String> strings(@Nullable Object value) throws IOException {
    var strings = new TreeMap<String, String>();
    if (value instanceof Map<?, ?> object) {
      for (Map.Entry<?, ?> entry : object.entrySet()) {
        if (!(entry.getKey() instanceof String key)
            || key.isEmpty()
            || !(entry.getValue() instanceof String text)) {
          throw new IOException("an annotation is no string or has no name");
        }
        strings.put(key, text);
      }
    }
    return strings;
  }

  private static @Nullable String nonEmpty(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
