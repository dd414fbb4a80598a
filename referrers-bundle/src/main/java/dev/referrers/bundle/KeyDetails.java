package dev.referrers.bundle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.util.Locale;
import okio.ByteString;

/**
 * How a log knows a kind of key, and the hash that goes with it.
 *
 * @param name in sigstore's enumeration
 * @param hash by its JCA name
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/v0.5.0/protos/sigstore_common.proto">sigstore_common.proto,
 *     PublicKeyDetails</a>
 */
record KeyDetails(String name, String hash) {

  /**
   * Those that signatures by this key are logged with.
   *
   * @throws IllegalArgumentException when a log takes no such key
   */
  static KeyDetails of(PublicKey key) {
    if (key instanceof ECKey ec) {
      return ofCurve(ec.getParams().getCurve().getField().getFieldSize());
    }
    if (key instanceof RSAKey rsa) {
      return ofModulus(rsa.getModulus().bitLength());
    }
    if (key instanceof EdECKey ed && ed.getParams().getName().equals("Ed25519")) {
      return new KeyDetails("PKIX_ED25519_PH", "SHA-512");
    }
    throw unknown("one for " + key.getAlgorithm());
  }

  private static KeyDetails ofCurve(int bits) {
    return switch (bits) {
      case 256 -> new KeyDetails("PKIX_ECDSA_P256_SHA_256", "SHA-256");
      case 384 -> new KeyDetails("PKIX_ECDSA_P384_SHA_384", "SHA-384");
      case 521 -> new KeyDetails("PKIX_ECDSA_P521_SHA_512", "SHA-512");
      default -> throw unknown("on a curve of " + bits + " bits");
    };
  }

  private static KeyDetails ofModulus(int bits) {
    return switch (bits) {
      case 2048, 3072, 4096 -> new KeyDetails("PKIX_RSA_PKCS1V15_" + bits + "_SHA256", "SHA-256");
      default -> throw unknown("an RSA key of " + bits + " bits");
    };
  }

  private static IllegalArgumentException unknown(String key) {
    return new IllegalArgumentException(
        "Log needs an ECDSA key on P-256, P-384 or P-521, an RSA key of 2048, 3072 or 4096 bits or"
            + " an Ed25519 key but it is "
            + key);
  }

  /** As Rekor v1 calls it. */
  String hashName() {
    return hash.replace("-", "").toLowerCase(Locale.ROOT);
  }

  ByteString digest(ByteString message) {
    try {
      return ByteString.of(MessageDigest.getInstance(hash).digest(message.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has SHA-2
    }
  }
}
