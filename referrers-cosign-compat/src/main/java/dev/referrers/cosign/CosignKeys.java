package dev.referrers.cosign;

import dev.referrers.error.MalformedContentException;
import dev.referrers.error.UnusableKeyException;
import dev.referrers.error.UnusableKeyException.Reason;
import dev.referrers.key.PrivateKeys;
import dev.referrers.key.PublicKeys;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okio.ByteString;

/**
 * Makes, reads and writes private keys in files such as {@code cosign generate-key-pair} and {@code
 * import-key-pair} write. Passwords stay the caller's to wipe; what is made on the way is wiped.
 */
public final class CosignKeys {

  static final String WHAT = "Cosign key";

  private static final int MAX_BYTES = 64 * 1024;

  private static final String LABEL = "ENCRYPTED SIGSTORE PRIVATE KEY";

  /** The label of today, and that of the first versions. */
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN (ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY)-----"
              + "([A-Za-z0-9+/=\\s]*+)-----END \\1-----\\s*");

  private CosignKeys() {}

  /**
   * Reads a key file.
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

  /** A new pair of the kind that {@code cosign generate-key-pair} makes: ECDSA on P-256. */
  public static KeyPair generate() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no curve P-256", e);
    }
  }

  /**
   * What a {@code cosign.key} of the key holds: PEM, encrypted with scrypt and XSalsa20-Poly1305.
   * cosign 2 and 3 read it. {@link PublicKeys#pem} is the {@code cosign.pub} that goes with it.
   *
   * @param password may be empty, which cosign takes as well and which protects nothing
   * @throws IllegalArgumentException when the key does not show its bytes, as in a hardware token,
   *     is of a kind that {@link dev.referrers.key.Signatures} knows nothing of, or too weak
   */
  public static ByteString write(PrivateKey key, char[] password) {
    byte[] pkcs8 = key.getEncoded();
    if (pkcs8 == null) {
      throw new IllegalArgumentException("Private key needs an encoded form but has none");
    }
    byte[] passphrase = utf8(password);
    try {
      requireReadable(pkcs8);
      return pem(EncryptedKey.encrypt(pkcs8, passphrase).json());
    } finally {
      Arrays.fill(passphrase, (byte) 0);
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  private static void requireReadable(byte[] pkcs8) {
    try {
      PrivateKeys.parse(pkcs8);
    } catch (UnusableKeyException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  static ByteString pem(ByteString json) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return ByteString.encodeUtf8(
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
            .formatted(LABEL, lines.encodeToString(json.toByteArray())));
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
          "expected PEM of an %s but was none".formatted(LABEL),
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
