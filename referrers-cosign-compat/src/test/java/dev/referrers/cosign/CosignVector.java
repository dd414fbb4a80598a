package dev.referrers.cosign;

import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import dev.referrers.key.PublicKeys;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.testing.FakeRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A layer that cosign wrote, and what an implementation independent of it and of ours found there.
 *
 * @param name of the case
 * @param layer place in its manifest
 * @param key name of the one that verifies it
 */
record CosignVector(
    String name,
    String kind,
    int layer,
    String mediaType,
    Digest manifest,
    String tag,
    Digest subject,
    @Nullable String predicateType,
    String key) {

  private static final Path ROOT = Path.of("src/test/resources/vectors");

  static List<CosignVector> all() {
    try {
      return StrictJson.read("Vectors", bytes(ROOT.resolve("expected.json")), CosignVector::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<CosignVector> of(String name) {
    return all().stream().filter(vector -> vector.name.equals(name));
  }

  static PublicKey key(String name) throws IOException {
    return PublicKeys.parsePem(Files.readString(ROOT.resolve("keys").resolve(name + ".pub")));
  }

  /** Stores the manifest under its tag, and its layers. */
  void storeIn(FakeRepository repository) throws IOException {
    repository.pushManifest(mediaType, bytes(file("manifests", manifest, ".json")), tag);
    for (Descriptor each : layers()) {
      repository.pushBlob(blob(each.digest()));
    }
  }

  Descriptor descriptor() throws IOException {
    return layers().get(layer);
  }

  ByteString blob() throws IOException {
    return blob(descriptor().digest());
  }

  private ByteString blob(Digest digest) throws IOException {
    return bytes(file("blobs", digest, ""));
  }

  private List<Descriptor> layers() throws IOException {
    var bytes = bytes(file("manifests", manifest, ".json"));
    return ImageManifest.parse("Manifest", bytes).layers();
  }

  private Path file(String folder, Digest digest, String extension) {
    return ROOT.resolve(name).resolve(folder).resolve("sha256-" + digest.encoded() + extension);
  }

  private static List<CosignVector> read(JsonObjectReader object) throws IOException {
    List<CosignVector> vectors = new ArrayList<>();
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      String folder = name;
      vectors.addAll(object.objects(each -> readVector(folder, each)));
    }
    return vectors;
  }

  private static CosignVector readVector(String folder, JsonObjectReader object)
      throws IOException {
    String kind = "";
    int layer = 0;
    String mediaType = "";
    String manifest = "";
    String tag = "";
    String subject = "";
    @Nullable String predicateType = null;
    String key = "";
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "kind" -> kind = object.string();
        case "layer" -> layer = (int) object.integer();
        case "mediaType" -> mediaType = object.string();
        case "manifest" -> manifest = object.string();
        case "tags" -> tag = object.strings().get(0);
        case "subject" -> subject = object.string();
        case "predicateType" -> predicateType = object.string();
        case "verifiedBy" -> key = object.stringMap().keySet().iterator().next();
        default -> object.skip();
      }
    }
    return new CosignVector(
        folder,
        kind,
        layer,
        mediaType,
        Digest.parse(manifest),
        tag,
        Digest.parse(subject),
        predicateType,
        key);
  }

  private static ByteString bytes(Path file) throws IOException {
    return ByteString.of(Files.readAllBytes(file));
  }

  @Override
  public String toString() {
    return name + " " + tag.replaceAll("[0-9a-f]{58}", "…") + " " + layer;
  }
}
