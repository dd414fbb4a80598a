package dev.referrers.manifest;

import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as it is stored: its exact bytes, and what they say. Equal manifests have the same
 * kind, media type and bytes. Immutable.
 */
public sealed interface Manifest permits ImageManifest, ImageIndex, OtherManifest {

  /**
   * Reads a manifest. Its type is the {@code contentType} without parameters; without one, its
   * {@code mediaType} member, or else what its members show. Unknown members are kept.
   *
   * @param what names the document in messages, capitalised, such as {@code Manifest sha256:…}
   * @param contentType of the answer, or the media type of the descriptor that led here
   * @throws MalformedContentException when it is no manifest, when its {@code mediaType} differs
   *     from the content type, or when it is an image manifest and an index at once
   * @see <a
   *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests">
   *     distribution-spec, Pulling manifests</a>
   */
  static Manifest parse(String what, @Nullable String contentType, ByteString bytes)
      throws MalformedContentException {
    String mediaType = ManifestType.of(what, contentType, bytes);
    if (ImageManifest.MEDIA_TYPES.contains(mediaType)) {
      return ImageManifest.read(what, mediaType, bytes);
    }
    if (ImageIndex.MEDIA_TYPES.contains(mediaType)) {
      return ImageIndex.read(what, mediaType, bytes);
    }
    return OtherManifest.read(what, mediaType, bytes);
  }

  /** The manifest byte by byte. */
  ByteString bytes();

  /** The sha256 digest of {@link #bytes()}. */
  Digest digest();

  String mediaType();

  /** The {@code artifactType} member; null when it is absent or empty. */
  @Nullable String artifactType();

  /** The manifest that this one refers to, which need not exist. */
  @Nullable Descriptor subject();

  Annotations annotations();

  /** Points to this manifest: media type, digest and size, no more. */
  default Descriptor descriptor() {
    return Descriptor.of(mediaType(), digest(), bytes().size());
  }

  /**
   * Points to this manifest the way a referrers list does: with all its annotations and, as
   * artifactType, its own; an image manifest without one is listed by the media type of its config.
   *
   * @see <a
   *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers">
   *     distribution-spec, Listing Referrers</a>
   */
  default Descriptor asReferrer() {
    return descriptor().withArtifactType(artifactType()).withAnnotations(annotations());
  }
}
