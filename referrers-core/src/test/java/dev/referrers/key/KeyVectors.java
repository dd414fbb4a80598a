package dev.referrers.key;

import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import okio.ByteString;

/** Keys that other tools made, and what they signed with them. */
final class KeyVectors {

  private static final Path ROOT = Path.of("src/test/resources/vectors");

  private KeyVectors() {}

  /** Bytes as they were signed, and the signature over them. */
  record Signed(ByteString message, ByteString signature) {}

  static PublicKey publicKey(String name) throws IOException {
    return PublicKeys.parsePem(Files.readString(ROOT.resolve("keys").resolve(name + ".pub")));
  }

  static byte[] file(String name) throws IOException {
    return Files.readAllBytes(ROOT.resolve("keys").resolve(name));
  }

  /** Signed by cosign 2, each with the key of that name. */
  static Signed signedWith(String key) throws IOException {
    Path directory = ROOT.resolve("cosign2-sig-keys");
    try (var files = Files.list(directory.resolve("manifests"))) {
      var bytes = ByteString.of(Files.readAllBytes(files.findFirst().orElseThrow()));
      List<Descriptor> layers = ImageManifest.parse("Manifest", bytes).layers();
      Descriptor layer = layers.get(List.of("rsa2048", "p384", "p521", "ed25519").indexOf(key));
      Path blob = directory.resolve("blobs").resolve("sha256-" + layer.digest().encoded());
      String signature = layer.annotations().values().get("dev.cosignproject.cosign/signature");
      return new Signed(
          ByteString.of(Files.readAllBytes(blob)), ByteString.decodeBase64(signature));
    }
  }
}
