package dev.referrers.manifest;

import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.JsonObjectWriter;
import dev.referrers.json.StrictJson;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An image index of OCI's or a manifest list of Docker's type: a multi-platform image, or a list of
 * referrers.
 *
 * @see <a
 *     href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md">image-spec,
 *     Image Index</a>
 */
public final class ImageIndex extends ParsedManifest implements Manifest {

  static final Set<String> MEDIA_TYPES =
      Set.of(MediaTypes.IMAGE_INDEX, MediaTypes.DOCKER_MANIFEST_LIST);

  private final List<Descriptor> manifests;

  private ImageIndex(ByteString bytes, CommonMembers common, List<Descriptor> manifests) {
    super(bytes, common);
    this.manifests = List.copyOf(manifests);
  }

  /** Starts an OCI image index. */
  public static Builder builder() {
    return new Builder(new CommonMembers(MediaTypes.IMAGE_INDEX), List.of());
  }

  /**
   * Reads a document that must be an image index, whatever type its answer claimed.
   *
   * @throws MalformedContentException when it is none
   */
  public static ImageIndex parse(String what, ByteString bytes) throws MalformedContentException {
    var manifest = Manifest.parse(what, null, bytes);
    if (manifest instanceof ImageIndex index) {
      return index;
    }
    throw ManifestType.unexpected(what, "an image index", manifest);
  }

  static ImageIndex read(String what, String mediaType, ByteString bytes)
      throws MalformedContentException {
    return StrictJson.read(what, bytes, object -> read(mediaType, bytes, object));
  }

  private static ImageIndex read(String mediaType, ByteString bytes, JsonObjectReader object)
      throws IOException {
    var common = new CommonMembers(mediaType);
    List<Descriptor> manifests = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "manifests" -> manifests = object.objects(DescriptorJson::read);
        case "config", "layers" ->
            throw object.malformed(name, "expected an index but it is an image manifest too");
        default -> common.read(name, object);
      }
    }
    return new ImageIndex(bytes, common, object.required("manifests", manifests));
  }

  /** The entries in their order; empty where the document has {@code null}. */
  public List<Descriptor> manifests() {
    return manifests;
  }

  /** Starts an index that differs from this one; unknown members are copied too. */
  public Builder newBuilder() {
    return new Builder(CommonMembers.of(this), manifests);
  }

  /**
   * Builds an image index in oras' key order. Entries are taken as they are, media types with
   * parameters and all: they describe what exists already. Not thread-safe.
   */
  public static final class Builder {

    private final CommonMembers common;
    private final List<Descriptor> manifests = new ArrayList<>();

    private Builder(CommonMembers common, List<Descriptor> manifests) {
      this.common = common;
      this.manifests.addAll(manifests);
    }

    /** Replaces the entries. */
    public Builder manifests(List<Descriptor> manifests) {
      this.manifests.clear();
      this.manifests.addAll(manifests);
      return this;
    }

    public Builder addManifest(Descriptor manifest) {
      manifests.add(manifest);
      return this;
    }

    /**
     * Replaces the artifactType; null takes it away.
     *
     * @throws IllegalArgumentException when it is no media type by RFC 6838
     */
    public Builder artifactType(@Nullable String artifactType) {
      common.artifactType(artifactType);
      return this;
    }

    /**
     * Replaces the subject; null takes it away.
     *
     * @throws IllegalArgumentException when its media type is none by RFC 6838
     */
    public Builder subject(@Nullable Descriptor subject) {
      common.subject(subject);
      return this;
    }

    /** Replaces the annotations. */
    public Builder annotations(Annotations annotations) {
      common.annotations = annotations;
      return this;
    }

    public ImageIndex build() {
      var bytes = JsonObjectWriter.write(this, Builder::write);
      try {
        return read("Index", common.mediaType, bytes);
      } catch (MalformedContentException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }

    private void write(JsonObjectWriter object) throws IOException {
      common.writeFirst(object);
      object.objects("manifests", manifests, DescriptorJson::write);
      common.writeLast(object);
    }
  }
}
