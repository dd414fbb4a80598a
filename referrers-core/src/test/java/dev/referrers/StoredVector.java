package dev.referrers;

import dev.referrers.manifest.Manifest;
import dev.referrers.testing.FakeRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;

/** Puts what other tools wrote into a fake registry. */
final class StoredVector {

  private static final Path VECTORS = Path.of("src/test/resources/vectors");

  private StoredVector() {}

  /** Stores the manifests and the blobs of a case. */
  static void load(String name, FakeRepository stored) throws IOException {
    for (ByteString manifest : files(name, "manifests")) {
      var mediaType = Manifest.parse("Manifest", null, manifest).mediaType();
      stored.pushManifest(mediaType, manifest);
    }
    files(name, "blobs").forEach(stored::pushBlob);
  }

  private static List<ByteString> files(String name, String folder) throws IOException {
    Path directory = VECTORS.resolve(name).resolve(folder);
    if (!Files.exists(directory)) {
      return List.of();
    }
    List<Path> paths;
    try (var files = Files.list(directory)) {
      paths = files.sorted().toList();
    }
    var contents = new ArrayList<ByteString>();
    for (Path path : paths) {
      contents.add(ByteString.of(Files.readAllBytes(path)));
    }
    return contents;
  }
}
