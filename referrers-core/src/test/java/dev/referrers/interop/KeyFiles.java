package dev.referrers.interop;

import dev.referrers.key.KeySigner;
import dev.referrers.key.KeyVerifier;
import dev.referrers.key.PrivateKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** A new key pair, in this process and in files of cosign's. */
record KeyFiles(String name, KeyPair pair, Path home) {

  /**
   * Makes a key.
   *
   * @param name {@code p256}, {@code p384}, {@code p521}, {@code rsa} or {@code ed25519}
   */
  static KeyFiles create(String name, Path home) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator =
        switch (name) {
          case "rsa" -> KeyPairGenerator.getInstance("RSA");
          case "ed25519" -> KeyPairGenerator.getInstance("Ed25519");
          default -> KeyPairGenerator.getInstance("EC");
        };
    if (name.startsWith("p")) {
      generator.initialize(new ECGenParameterSpec("sec" + name + "r1"));
    } else if (name.equals("rsa")) {
      generator.initialize(2048);
    }
    var files = new KeyFiles(name, generator.generateKeyPair(), home);
    Files.writeString(files.file(".pem"), pem("PRIVATE KEY", files.pair.getPrivate().getEncoded()));
    Files.writeString(files.file(".pub"), pem("PUBLIC KEY", files.pair.getPublic().getEncoded()));
    return files;
  }

  /** The same from its files, in another process. */
  static KeyFiles open(String name, Path home) throws IOException {
    byte[] pem = Files.readAllBytes(home.resolve(name + ".pem"));
    return new KeyFiles(name, PrivateKeys.parsePem(pem, null), home);
  }

  KeySigner signer() {
    return KeySigner.of(pair);
  }

  KeyVerifier verifier() {
    return KeyVerifier.of(pair.getPublic());
  }

  /** For {@code cosign verify}. */
  String publicKey() {
    return file(".pub").toString();
  }

  /** For {@code cosign sign}, which reads its own format only. */
  String privateKey(Client cosign) {
    if (!Files.exists(file(".key"))) {
      cosign.run(
          "import-key-pair",
          "--key",
          file(".pem").toString(),
          "--output-key-prefix",
          home.resolve("imported-" + name).toString());
    }
    return home.resolve("imported-" + name + ".key").toString();
  }

  private Path file(String extension) {
    return home.resolve(name + extension);
  }

  private static String pem(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
