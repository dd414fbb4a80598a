package dev.referrers.bundle;

import dev.referrers.Registry;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Signer;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.transport.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;

/** A fake registry with one image, a client of it, and what goes in there. */
final class BundleStore implements AutoCloseable {

  private static final Path VECTORS = Path.of("src/test/resources/vectors");

  final FakeRegistry registry;
  final FakeRepository stored;
  final Descriptor image;
  final Repository repository;

  BundleStore(Behaviour behaviour) {
    registry = FakeRegistry.start(behaviour);
    stored = registry.repository("acme/api");
    image = stored.pushImage("v1");
    repository = repository("acme/api");
  }

  Repository repository(String name) {
    return Registry.at(registry.host())
        .allowPlainHttp(registry.host())
        .retryPolicy(new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(2)))
        .build()
        .repository(name);
  }

  /** A statement about the image, signed by nobody but in that key's name. */
  Attestation attestation(String predicateType, String predicate, String key) throws IOException {
    return attestation(image, predicateType, predicate, key);
  }

  static Attestation attestation(
      Descriptor subject, String predicateType, String predicate, String key) throws IOException {
    Signer signer = message -> new Signer.Signed(message.sha256(), VerificationMaterial.ofKey(key));
    return Statement.of(
            List.of(ResourceDescriptor.of(subject.digest())),
            predicateType,
            ByteString.encodeUtf8(predicate))
        .sign(signer);
  }

  /** Stores the manifests of a vector and their blobs, and returns the manifests. */
  List<ImageManifest> load(String vector) throws IOException {
    stored.pushBlob(ByteString.encodeUtf8("{}"));
    List<ImageManifest> manifests = bundles(vector);
    for (ImageManifest manifest : manifests) {
      stored.pushBlob(bundle(vector, manifest));
      stored.pushManifest(manifest.mediaType(), manifest.bytes());
    }
    return manifests;
  }

  /** The manifests of a vector that hold a bundle. */
  static List<ImageManifest> bundles(String vector) throws IOException {
    List<ImageManifest> bundles = new ArrayList<>();
    try (var files = Files.list(VECTORS.resolve(vector).resolve("manifests"))) {
      for (Path file : files.sorted().toList()) {
        var bytes = ByteString.of(Files.readAllBytes(file));
        if (Manifest.parse("Manifest", null, bytes) instanceof ImageManifest manifest
            && StoredBundle.layer(manifest) != null) {
          bundles.add(manifest);
        }
      }
    }
    return bundles;
  }

  static ByteString bundle(String vector, ImageManifest manifest) throws IOException {
    String name = manifest.layers().get(0).digest().toString().replace(':', '-');
    return ByteString.of(
        Files.readAllBytes(VECTORS.resolve(vector).resolve("blobs").resolve(name)));
  }

  @Override
  public void close() {
    registry.close();
  }
}
