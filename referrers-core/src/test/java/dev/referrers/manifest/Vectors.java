package dev.referrers.manifest;

import dev.referrers.oci.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import okio.ByteString;

/** Manifests and referrers lists that other tools and registries wrote. */
final class Vectors {

  private static final Path ROOT = Path.of("src/test/resources/vectors");

  private Vectors() {}

  record Vector(String name, ByteString bytes) {

    Manifest parse() throws IOException {
      return Manifest.parse("Manifest", null, bytes);
    }

    /** The digest that the file is named by. */
    Digest digest() {
      String file = name.substring(name.lastIndexOf('/') + 1);
      return Digest.parse(file.replace(".json", "").replaceFirst("-", ":"));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<String> cases() {
    return list(ROOT).stream().filter(Files::isDirectory).map(dir -> dir.getFileName().toString());
  }

  static Stream<Vector> manifests() {
    return cases().flatMap(Vectors::manifests);
  }

  static Stream<Vector> manifests(String name) {
    return read(ROOT.resolve(name).resolve("manifests"));
  }

  static Stream<Vector> referrersLists(String name) {
    return read(ROOT.resolve(name).resolve("referrers"));
  }

  private static Stream<Vector> read(Path directory) {
    return list(directory).stream()
        .map(file -> new Vector(ROOT.relativize(file).toString(), bytes(file)));
  }

  private static List<Path> list(Path directory) {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteString bytes(Path file) {
    try {
      return ByteString.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
