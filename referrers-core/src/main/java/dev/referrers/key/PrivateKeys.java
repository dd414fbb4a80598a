package dev.referrers.key;

import dev.referrers.error.UnusableKeyException;
import dev.referrers.error.UnusableKeyException.Reason;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys, and computes the public keys that belong to them. Arrays that are passed in
 * stay the caller's to wipe; those that are made on the way are wiped here. The JDK keeps a copy in
 * the key that it makes, which can't be.
 */
public final class PrivateKeys {

  static final String WHAT = "Private key";

  private PrivateKeys() {}

  /**
   * Reads a PEM file {@code PRIVATE KEY} (PKCS #8), {@code ENCRYPTED PRIVATE KEY} (PKCS #8 with
   * PBES2), {@code EC PRIVATE KEY} (SEC 1) or {@code RSA PRIVATE KEY} (PKCS #1).
   *
   * @param password of an encrypted key; not asked for when the key is not encrypted, and null for
   *     none
   * @throws UnusableKeyException when it is none of these, the password does not fit, or the key is
   *     of a kind that {@link Signatures} knows nothing of, or too weak
   */
  public static KeyPair parsePem(byte[] pem, char @Nullable [] password)
      throws UnusableKeyException {
    var block = Pem.read(WHAT, pem);
    byte[] pkcs8 = pkcs8(block, password);
    try {
      return parse(pkcs8);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
      Arrays.fill(block.der(), (byte) 0);
    }
  }

  /**
   * Reads the DER of a PKCS #8 PrivateKeyInfo, as {@link #parsePem}.
   *
   * @throws UnusableKeyException as {@link #parsePem}
   */
  public static KeyPair parse(byte[] pkcs8) throws UnusableKeyException {
    var spec = new PKCS8EncodedKeySpec(pkcs8);
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      PrivateKey key = parse(algorithm, spec);
      if (key != null) {
        return pair(key);
      }
    }
    throw unsupported("expected " + KeyType.EXPECTED + " but was none", null);
  }

  /** Without causes from here on: what the JDK says of a key could hold some of it. */
  private static @Nullable PrivateKey parse(String algorithm, PKCS8EncodedKeySpec spec) {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(spec);
    } catch (GeneralSecurityException e) {
      return null; // another kind, or nothing of the sort
    }
  }

  private static KeyPair pair(PrivateKey key) throws UnusableKeyException {
    KeyType type = KeyType.of(key);
    if (type == null) {
      throw unsupported(
          "expected %s but was %s".formatted(KeyType.EXPECTED, KeyType.describe(key)), null);
    }
    try {
      return new KeyPair(PublicPart.of(type, key), key);
    } catch (GeneralSecurityException e) {
      throw unsupported(
          "expected one that a public key can be computed from but it could not be",
          "KeySigner.of takes both");
    }
  }

  private static byte[] pkcs8(Pem block, char @Nullable [] password) throws UnusableKeyException {
    return switch (block.label()) {
      case "PRIVATE KEY" -> block.der();
      case "EC PRIVATE KEY" -> Pkcs8.ofSec1(block.der());
      case "RSA PRIVATE KEY" -> Pkcs8.ofPkcs1(block.der());
      case "ENCRYPTED PRIVATE KEY" -> EncryptedPkcs8.decrypt(block.der(), password);
      case "ENCRYPTED SIGSTORE PRIVATE KEY", "ENCRYPTED COSIGN PRIVATE KEY" ->
          throw unsupported(
              "expected PKCS #8 but was a key file of cosign",
              "CosignKeys of referrers-cosign-compat");
      case "PUBLIC KEY", "CERTIFICATE" ->
          throw unsupported("expected a PRIVATE KEY but was a " + block.label(), null);
      default ->
          throw unsupported(
              "expected a PRIVATE KEY but was a " + block.label(),
              "openssl pkcs8 -topk8 -in FILE -out NEW");
    };
  }

  private static UnusableKeyException unsupported(String problem, @Nullable String remedy) {
    return new UnusableKeyException(WHAT, Reason.UNSUPPORTED, problem, remedy, null);
  }
}
