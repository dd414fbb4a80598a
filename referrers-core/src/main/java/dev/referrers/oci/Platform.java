package dev.referrers.oci;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What an image of an index runs on.
 *
 * @param architecture a {@code GOARCH} value
 * @param os a {@code GOOS} value
 * @param otherFields members that this type doesn't model, each with its JSON text as it came
 * @see <a
 *     href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md">image-spec,
 *     Image Index</a>
 */
public record Platform(
    String architecture,
    String os,
    @Nullable String osVersion,
    List<String> osFeatures,
    @Nullable String variant,
    List<String> features,
    Map<String, ByteString> otherFields) {

  public Platform {
    osFeatures = List.copyOf(osFeatures);
    features = List.copyOf(features);
    otherFields =
        otherFields.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(otherFields));
  }

  public static Platform of(String os, String architecture) {
    return new Platform(architecture, os, null, List.of(), null, List.of(), Map.of());
  }

  /** {@code os/architecture} or {@code os/architecture/variant}. */
  @Override
  public String toString() {
    return os + "/" + architecture + (variant == null ? "" : "/" + variant);
  }
}
