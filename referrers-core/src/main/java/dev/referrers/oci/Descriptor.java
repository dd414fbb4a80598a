package dev.referrers.oci;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Points to content: what it is, its digest and its size.
 *
 * @param mediaType how the content is encoded; kept as it came, parameters and all
 * @param size bytes, not negative
 * @param artifactType what the artefact is, for a descriptor of a manifest. On an entry of a
 *     referrers list it is a claim of whoever wrote the list.
 * @param platform on entries of an index that is a multi-platform image
 * @param urls where else the content may be had; never followed by this library
 * @param data the whole content, when the descriptor embeds it; its size and digest agree
 * @param otherFields members that this type doesn't model, each with its JSON text as it came
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md">image-spec,
 *     Content Descriptors</a>
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    @Nullable String artifactType,
    Annotations annotations,
    @Nullable Platform platform,
    List<String> urls,
    @Nullable ByteString data,
    Map<String, ByteString> otherFields) {

  /** The two bytes <code>{}</code>, which stand where an artefact has no config or no layer. */
  public static final Descriptor EMPTY_JSON =
      of(MediaTypes.EMPTY_JSON, ByteString.encodeUtf8("{}"));

  /**
   * @throws IllegalArgumentException when the size is negative or {@code data} is not the content
   */
  public Descriptor {
    if (size < 0) {
      throw new IllegalArgumentException("Descriptor needs a size of 0 or more but has " + size);
    }
    if (data != null && (data.size() != size || (digest.verifiable() && !digest.matches(data)))) {
      throw new IllegalArgumentException("Descriptor embeds data that is not " + digest);
    }
    urls = List.copyOf(urls);
    otherFields =
        otherFields.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(otherFields));
  }

  public static Descriptor of(String mediaType, Digest digest, long size) {
    return new Descriptor(
        mediaType, digest, size, null, Annotations.NONE, null, List.of(), null, Map.of());
  }

  /** Describes the content by its sha256 digest. */
  public static Descriptor of(String mediaType, ByteString content) {
    return of(mediaType, Digest.sha256(content), content.size());
  }

  public Descriptor withMediaType(String mediaType) {
    return new Descriptor(
        mediaType, digest, size, artifactType, annotations, platform, urls, data, otherFields);
  }

  public Descriptor withArtifactType(@Nullable String artifactType) {
    return new Descriptor(
        mediaType, digest, size, artifactType, annotations, platform, urls, data, otherFields);
  }

  public Descriptor withAnnotations(Annotations annotations) {
    return new Descriptor(
        mediaType, digest, size, artifactType, annotations, platform, urls, data, otherFields);
  }

  public Descriptor withPlatform(@Nullable Platform platform) {
    return new Descriptor(
        mediaType, digest, size, artifactType, annotations, platform, urls, data, otherFields);
  }

  public Descriptor withData(@Nullable ByteString data) {
    return new Descriptor(
        mediaType, digest, size, artifactType, annotations, platform, urls, data, otherFields);
  }

  /** Only media type, digest and size: what a {@code subject} field needs. */
  public Descriptor bare() {
    return of(mediaType, digest, size);
  }

  /** Whether both point to the same content, whatever else they say about it. */
  public boolean sameContent(Descriptor other) {
    return digest.equals(other.digest) && size == other.size;
  }
}
