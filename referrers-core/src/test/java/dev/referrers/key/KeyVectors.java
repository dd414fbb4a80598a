package dev.referrers.key;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

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

  /** The envelope in a bundle. */
  static Attestation envelope(String vector, String bundle) throws IOException {
    return StrictJson.read("Bundle", bundle(vector, bundle), KeyVectors::read);
  }

  static ByteString bundle(String vector, String bundle) throws IOException {
    Path file = ROOT.resolve(vector).resolve("bundles").resolve(bundle + ".json");
    return ByteString.of(Files.readAllBytes(file));
  }

  private static Attestation read(JsonObjectReader object) throws IOException {
    @Nullable ByteString envelope = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      if (name.equals("dsseEnvelope")) {
        envelope = object.raw();
      } else {
        object.skip();
      }
    }
    return Attestation.of(Envelope.parse(object.required("dsseEnvelope", envelope)));
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
