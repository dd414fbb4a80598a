package dev.referrers.examples;

import dev.referrers.cosign.CosignKeys;
import dev.referrers.error.UnusableKeyException;
import dev.referrers.key.KeySigner;
import dev.referrers.key.PrivateKeys;
import dev.referrers.key.PublicKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.regex.Pattern;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** What is in the files that the command line names. */
final class FileArguments {

  /** As cosign has it. */
  private static final String PASSWORD = "COSIGN_PASSWORD";

  private static final Pattern COSIGN =
      Pattern.compile("-----BEGIN ENCRYPTED (SIGSTORE|COSIGN) PRIVATE KEY-----");

  private FileArguments() {}

  static Path file(String name) {
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no file " + name);
    }
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("file " + name + " may not be read");
    }
    return file;
  }

  static ByteString bytes(String name) throws IOException {
    return ByteString.of(Files.readAllBytes(file(name)));
  }

  static PublicKey publicKey(String name) throws IOException {
    return PublicKeys.parsePem(bytes(name).utf8());
  }

  /** Of a PEM file or a key file of cosign, with the password from the environment. */
  static KeySigner signer(String name) throws IOException {
    @Nullable String variable = System.getenv(PASSWORD);
    char[] password = variable == null ? new char[0] : variable.toCharArray();
    byte[] pem = Files.readAllBytes(file(name));
    try {
      boolean cosign = COSIGN.matcher(new String(pem, StandardCharsets.ISO_8859_1)).find();
      return KeySigner.of(
          cosign
              ? CosignKeys.parse(ByteString.of(pem), password)
              : PrivateKeys.parsePem(pem, password));
    } catch (UnusableKeyException e) {
      if (variable == null && e.reason() == UnusableKeyException.Reason.PASSWORD) {
        throw new IllegalArgumentException(
            "key " + name + " needs its password in the environment, as " + PASSWORD, e);
      }
      throw e;
    } finally {
      Arrays.fill(pem, (byte) 0);
      Arrays.fill(password, '\0');
    }
  }
}
