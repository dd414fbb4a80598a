package dev.referrers.cosign;

import dev.referrers.error.MalformedContentException;
import dev.referrers.error.UnusableKeyException;
import dev.referrers.error.UnusableKeyException.Reason;
import dev.referrers.key.PrivateKeys;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okio.ByteString;

/**
 * Reads the private keys that {@code cosign generate-key-pair} and {@code import-key-pair} write.
 */
public final class CosignKeys {

  static final String WHAT = "Cosign key";

  private static final int MAX_BYTES = 64 * 1024;

  /** The label of today, and that of the first versions. */
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN (ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY)-----"
              + "([A-Za-z0-9+/=\\s]*+)-----END \\1-----\\s*");

  private CosignKeys() {}

  /**
   * Reads a key file. Its password stays the caller's to wipe; what is made on the way is wiped.
   *
   * @param password may be empty
   * @throws UnusableKeyException when it is no such file, the password does not fit, or the key is
   *     of a kind that {@link dev.referrers.key.Signatures} knows nothing of, or too weak
   * @throws MalformedContentException when the JSON in the file is not what cosign writes
   */
  public static KeyPair parse(ByteString pem, char[] password)
      throws UnusableKeyException, MalformedContentException {
    byte[] passphrase = utf8(password);
    byte[] pkcs8 = new byte[0];
    try {
      pkcs8 = EncryptedKey.parse(json(pem)).decrypt(passphrase);
      return PrivateKeys.parse(pkcs8);
    } finally {
      Arrays.fill(passphrase, (byte) 0);
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  private static ByteString json(ByteString pem) throws UnusableKeyException {
    if (pem.size() > MAX_BYTES) {
      throw malformed("expected at most %d bytes but are %d".formatted(MAX_BYTES, pem.size()));
    }
    Matcher block = PEM.matcher(pem.string(StandardCharsets.ISO_8859_1));
    if (!block.matches()) {
      throw new UnusableKeyException(
          WHAT,
          Reason.UNSUPPORTED,
          "expected PEM of an ENCRYPTED SIGSTORE PRIVATE KEY but was none",
          "PrivateKeys.parsePem reads other keys, and cosign import-key-pair makes one of them",
          null);
    }
    ByteString json = ByteString.decodeBase64(block.group(2));
    if (json == null) {
      throw malformed("expected base64 between its PEM lines but was not");
    }
    return json;
  }

  private static UnusableKeyException malformed(String problem) {
    return new UnusableKeyException(WHAT, Reason.MALFORMED, problem, null, null);
  }

  private static byte[] utf8(char[] password) {
    var buffer = ByteBuffer.wrap(new byte[3 * password.length]);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(password), buffer, true);
    byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
    Arrays.fill(buffer.array(), (byte) 0);
    return bytes;
  }
}
