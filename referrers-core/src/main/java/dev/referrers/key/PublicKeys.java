package dev.referrers.key;

import dev.referrers.error.UnusableKeyException;
import dev.referrers.error.UnusableKeyException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads, writes and names public keys. */
public final class PublicKeys {

  private static final String WHAT = "Public key";

  private PublicKeys() {}

  /**
   * Reads a PEM file {@code PUBLIC KEY} (SubjectPublicKeyInfo), as cosign and OpenSSL write it.
   *
   * @throws UnusableKeyException when it is none, or the key is of a kind that {@link Signatures}
   *     knows nothing of, or too weak
   */
  public static PublicKey parsePem(String pem) throws UnusableKeyException {
    var block = Pem.read(WHAT, pem.getBytes(StandardCharsets.UTF_8));
    if (!block.label().equals("PUBLIC KEY")) {
      throw new UnusableKeyException(
          WHAT,
          Reason.UNSUPPORTED,
          "expected a PUBLIC KEY but was a " + block.label(),
          remedy(block.label()),
          null);
    }
    return parse(ByteString.of(block.der()));
  }

  /** Reads the DER of a SubjectPublicKeyInfo, as {@link #parsePem}. */
  public static PublicKey parse(ByteString subjectPublicKeyInfo) throws UnusableKeyException {
    var spec = new X509EncodedKeySpec(subjectPublicKeyInfo.toByteArray());
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      PublicKey key = parse(algorithm, spec);
      if (key != null) {
        return supported(key);
      }
    }
    throw new UnusableKeyException(
        WHAT, Reason.UNSUPPORTED, "expected " + KeyType.EXPECTED + " but was none", null, null);
  }

  /**
   * The PEM file {@code PUBLIC KEY} of a key, such as a {@code cosign.pub}.
   *
   * @throws IllegalArgumentException when the key has no encoded form
   */
  public static String pem(PublicKey key) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
        .formatted(lines.encodeToString(encoded(key)));
  }

  /**
   * What names a key for cosign and sigstore-go, and in {@link
   * dev.referrers.attestation.VerificationMaterial#ofKey}: the base64 of the SHA-256 of its DER
   * SubjectPublicKeyInfo.
   *
   * @throws IllegalArgumentException when the key has no encoded form
   */
  public static String hint(PublicKey key) {
    return ByteString.of(encoded(key)).sha256().base64();
  }

  private static byte[] encoded(PublicKey key) {
    byte[] encoded = key.getEncoded();
    if (encoded == null) {
      throw new IllegalArgumentException("Public key needs an encoded form but has none");
    }
    return encoded;
  }

  private static @Nullable PublicKey parse(String algorithm, X509EncodedKeySpec spec) {
    try {
      return KeyFactory.getInstance(algorithm).generatePublic(spec);
    } catch (GeneralSecurityException e) {
      return null; // another kind, or nothing of the sort
    }
  }

  private static PublicKey supported(PublicKey key) throws UnusableKeyException {
    if (KeyType.of(key) == null) {
      throw new UnusableKeyException(
          WHAT,
          Reason.UNSUPPORTED,
          "expected %s but was %s".formatted(KeyType.EXPECTED, KeyType.describe(key)),
          null,
          null);
    }
    return key;
  }

  private static @Nullable String remedy(String label) {
    return switch (label) {
      case "CERTIFICATE" -> "openssl x509 -in FILE -noout -pubkey";
      case "RSA PUBLIC KEY" -> "openssl rsa -RSAPublicKey_in -in FILE -pubout";
      case "PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY" ->
          "openssl pkey -in FILE -pubout";
      default -> null;
    };
  }
}
