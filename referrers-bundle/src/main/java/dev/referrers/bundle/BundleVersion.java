package dev.referrers.bundle;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The versions of the bundle format, each a media type in one spelling or two. */
enum BundleVersion {
  V0_1,
  V0_2,
  V0_3;

  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "application/vnd\\.dev\\.sigstore\\.bundle"
              + "(?:\\+json;version=0\\.([123])|\\.v0\\.([123])(?:\\.[0-9]{1,9})?\\+json)");

  /** The version that the media type names, or null when it is none of these. */
  static @Nullable BundleVersion of(String mediaType) {
    var matcher = MEDIA_TYPE.matcher(mediaType);
    if (!matcher.matches()) {
      return null;
    }
    String minor = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return switch (minor) {
      case "1" -> V0_1;
      case "2" -> V0_2;
      default -> V0_3;
    };
  }
}
