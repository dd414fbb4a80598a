package dev.referrers.examples;

import dev.referrers.key.KeySigner;
import dev.referrers.key.PrivateKeys;
import dev.referrers.key.PublicKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** What is in the files that the command line names. */
final class FileArguments {

  /** As cosign has it. */
  private static final String PASSWORD = "COSIGN_PASSWORD";

  private FileArguments() {}

  static Path file(String name) {
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no file " + name);
    }
    return file;
  }

  static ByteString bytes(String name) throws IOException {
    return ByteString.of(Files.readAllBytes(file(name)));
  }

  static PublicKey publicKey(String name) throws IOException {
    return PublicKeys.parsePem(bytes(name).utf8());
  }

  /** With the password from the environment, when the file is encrypted. */
  static KeySigner signer(String name) throws IOException {
    @Nullable String password = System.getenv(PASSWORD);
    char[] characters = password == null ? null : password.toCharArray();
    byte[] pem = Files.readAllBytes(file(name));
    try {
      return KeySigner.of(PrivateKeys.parsePem(pem, characters));
    } finally {
      Arrays.fill(pem, (byte) 0);
    }
  }
}
