package dev.referrers.manifest;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** What every manifest of ours is made of: its exact bytes, and what they say. */
abstract sealed class ParsedManifest permits ImageManifest, ImageIndex, OtherManifest {

  private final ByteString bytes;
  private @Nullable Digest digest; // a long list is read without anybody asking for it
  private final String mediaType;
  private final @Nullable String artifactType;
  private final @Nullable Descriptor subject;
  private final Annotations annotations;
  private final Map<String, ByteString> otherFields;

  ParsedManifest(ByteString bytes, CommonMembers members) {
    this.bytes = bytes;
    this.mediaType = members.mediaType;
    this.artifactType = members.artifactType;
    this.subject = members.subject;
    this.annotations = members.annotations;
    this.otherFields = Collections.unmodifiableMap(new LinkedHashMap<>(members.otherFields));
  }

  public final ByteString bytes() {
    return bytes;
  }

  public final Digest digest() {
    Digest known = digest;
    if (known == null) {
      known = Digest.sha256(bytes); // the same, whoever comes first
      digest = known;
    }
    return known;
  }

  public final String mediaType() {
    return mediaType;
  }

  public final @Nullable String artifactType() {
    return artifactType;
  }

  public final @Nullable Descriptor subject() {
    return subject;
  }

  public final Annotations annotations() {
    return annotations;
  }

  /** Members that we don't model, each with its JSON text as it came. */
  final Map<String, ByteString> otherFields() {
    return otherFields;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof ParsedManifest manifest
        && getClass() == manifest.getClass()
        && mediaType.equals(manifest.mediaType)
        && bytes.equals(manifest.bytes);
  }

  @Override
  public final int hashCode() {
    return bytes.hashCode();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + " " + digest();
  }
}
