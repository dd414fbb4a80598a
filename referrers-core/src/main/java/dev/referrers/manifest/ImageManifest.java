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
 * An image manifest of OCI's or of Docker's type: an image, or an artefact in the shape of one.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md">image-spec,
 *     Image Manifest</a>
 */
public final class ImageManifest extends ParsedManifest implements Manifest {

  static final Set<String> MEDIA_TYPES =
      Set.of(MediaTypes.IMAGE_MANIFEST, MediaTypes.DOCKER_MANIFEST);

  private final Descriptor config;
  private final List<Descriptor> layers;

  private ImageManifest(
      ByteString bytes, CommonMembers common, Descriptor config, List<Descriptor> layers) {
    super(bytes, common);
    this.config = config;
    this.layers = List.copyOf(layers);
  }

  /**
   * Starts an OCI image manifest.
   *
   * @throws IllegalArgumentException when the media type of the config is none by RFC 6838
   */
  public static Builder builder(Descriptor config) {
    return new Builder(new CommonMembers(MediaTypes.IMAGE_MANIFEST), config, List.of())
        .config(config);
  }

  /**
   * Reads a document that must be an image manifest, whatever type its answer claimed.
   *
   * @throws MalformedContentException when it is none
   */
  public static ImageManifest parse(String what, ByteString bytes)
      throws MalformedContentException {
    var manifest = Manifest.parse(what, null, bytes);
    if (manifest instanceof ImageManifest image) {
      return image;
    }
    throw ManifestType.unexpected(what, "an image manifest", manifest);
  }

  /**
   * A manifest that must be an image manifest.
   *
   * @throws MalformedContentException when it is none
   */
  public static ImageManifest of(Manifest manifest) throws MalformedContentException {
    if (manifest instanceof ImageManifest image) {
      return image;
    }
    throw ManifestType.unexpected("Manifest " + manifest.digest(), "an image manifest", manifest);
  }

  static ImageManifest read(String what, String mediaType, ByteString bytes)
      throws MalformedContentException {
    return StrictJson.read(what, bytes, object -> read(mediaType, bytes, object));
  }

  private static ImageManifest read(String mediaType, ByteString bytes, JsonObjectReader object)
      throws IOException {
    var common = new CommonMembers(mediaType);
    Descriptor config = null;
    var layers = List.<Descriptor>of();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "config" -> config = object.object(DescriptorJson::read);
        case "layers" -> layers = object.objects(DescriptorJson::read);
        case "manifests" ->
            throw object.malformed(name, "expected an image manifest but it is an index too");
        default -> common.read(name, object);
      }
    }
    return new ImageManifest(bytes, common, object.required("config", config), layers);
  }

  public Descriptor config() {
    return config;
  }

  public List<Descriptor> layers() {
    return layers;
  }

  @Override
  public Descriptor asReferrer() {
    return artifactType() == null
        ? Manifest.super.asReferrer().withArtifactType(config.mediaType())
        : Manifest.super.asReferrer();
  }

  /** Starts a manifest that differs from this one; unknown members are copied too. */
  public Builder newBuilder() {
    return new Builder(CommonMembers.of(this), config, layers);
  }

  /** Builds an image manifest in oras' key order. Not thread-safe. */
  public static final class Builder {

    private final CommonMembers common;
    private Descriptor config;
    private final List<Descriptor> layers = new ArrayList<>();
    private boolean asCosign;

    private Builder(CommonMembers common, Descriptor config, List<Descriptor> layers) {
      this.common = common;
      this.config = config;
      this.layers.addAll(layers);
    }

    /**
     * Replaces the config.
     *
     * @throws IllegalArgumentException when its media type is none by RFC 6838
     */
    public Builder config(Descriptor config) {
      this.config = valid(config);
      return this;
    }

    /**
     * Replaces the layers.
     *
     * @throws IllegalArgumentException when a media type is none by RFC 6838
     */
    public Builder layers(List<Descriptor> layers) {
      this.layers.clear();
      layers.forEach(this::addLayer);
      return this;
    }

    /**
     * Appends a layer.
     *
     * @throws IllegalArgumentException when its media type is none by RFC 6838
     */
    public Builder addLayer(Descriptor layer) {
      layers.add(valid(layer));
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

    /** Puts members in the order of go-containerregistry, which cosign writes with. */
    public Builder inOrderOfCosign() {
      this.asCosign = true;
      return this;
    }

    /**
     * Writes the manifest.
     *
     * @throws IllegalArgumentException when the empty config comes without an artifactType
     */
    public ImageManifest build() {
      if (config.mediaType().equals(MediaTypes.EMPTY_JSON) && common.artifactType == null) {
        throw new IllegalArgumentException(
            "Manifest with the empty config needs an artifactType but has none");
      }
      var bytes = JsonObjectWriter.write(this, asCosign ? Builder::writeAsCosign : Builder::write);
      try {
        return read("Manifest", common.mediaType, bytes);
      } catch (MalformedContentException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }

    private void write(JsonObjectWriter object) throws IOException {
      common.writeFirst(object);
      object.object("config", config, DescriptorJson::write);
      object.objects("layers", layers, DescriptorJson::write);
      common.writeLast(object);
    }

    private void writeAsCosign(JsonObjectWriter object) throws IOException {
      object.integer("schemaVersion", 2);
      object.string("mediaType", common.mediaType);
      object.object("config", config, DescriptorJson::writeAsCosign);
      object.objects("layers", layers, DescriptorJson::writeAsCosign);
      common.writeLastAsCosign(object);
    }

    private static Descriptor valid(Descriptor blob) {
      CommonMembers.checkValid("Media type of " + blob.digest(), blob.mediaType());
      return blob;
    }
  }
}
