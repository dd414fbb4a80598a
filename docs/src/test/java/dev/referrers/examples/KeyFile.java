package dev.referrers.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** A new P-256 key in two files. */
record KeyFile(String privateKey, String publicKey) {

  static KeyFile create(Path folder, String name) throws IOException {
    KeyPair pair = pair();
    return new KeyFile(
        write(folder.resolve(name + ".pem"), "PRIVATE KEY", pair.getPrivate().getEncoded()),
        write(folder.resolve(name + ".pub"), "PUBLIC KEY", pair.getPublic().getEncoded()));
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String write(Path file, String label, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
            file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
        .toString();
  }
}
