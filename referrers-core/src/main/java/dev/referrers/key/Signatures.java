package dev.referrers.key;

import dev.referrers.oci.Digest;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EdDSAParameterSpec;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Whether bare signatures hold, by the algorithms that sigstore's clients sign with: ECDSA on
 * P-256, P-384 and P-521 with the curve's own hash or SHA-256, as ASN.1 DER; RSA as PKCS #1 v1.5
 * with SHA-256; Ed25519 with and without prehashing. No signature holds by a key of another kind,
 * or by an RSA key of less than 2048 bits. Immutable and thread-safe.
 *
 * @see <a
 *     href="https://github.com/sigstore/architecture-docs/blob/main/algorithm-registry.md">Sigstore's
 *     algorithm registry</a>
 */
public final class Signatures {

  /** DER of a DigestInfo for SHA-256, up to the hash: RFC 8017, section 9.2, note 1. */
  private static final ByteString SHA_256_INFO =
      ByteString.decodeHex("3031300d060960864801650304020105000420");

  /** Verifies with what the JDK has. */
  public static final Signatures JDK = new Signatures(null);

  private final @Nullable Provider ecdsa;

  private Signatures(@Nullable Provider ecdsa) {
    this.ecdsa = ecdsa;
  }

  /**
   * The same, with ECDSA by another provider, which need not be registered. That of BouncyCastle
   * takes a fifth of the time that JDK 17 takes.
   *
   * @param ecdsa has {@code NONEwithECDSA}
   */
  public static Signatures withEcdsaBy(Provider ecdsa) {
    return new Signatures(ecdsa);
  }

  /** Whether it is a signature over the message. */
  public boolean verifies(PublicKey key, ByteString message, ByteString signature) {
    KeyType type = KeyType.of(key);
    if (type == null) {
      return false;
    }
    if (type == KeyType.ED25519) {
      // first as Rekor v2 signs its checkpoints, one of which comes with each signature
      return verifiesEd25519(key, message, signature, false)
          || verifiesEd25519(key, message, signature, true);
    }
    return type.hashes().stream()
        .anyMatch(hash -> verifiesHash(type, key, hash.of(message), signature));
  }

  /**
   * Whether it is a signature over the message that has this digest.
   *
   * @return false also for a digest of a hash that doesn't go with the key, and always for Ed25519,
   *     which the JDK verifies over whole messages only
   */
  public boolean verifiesDigest(PublicKey key, Digest messageDigest, ByteString signature) {
    KeyType type = KeyType.of(key);
    if (type == null || type == KeyType.ED25519) {
      return false;
    }
    return type.hashes().stream().anyMatch(hash -> hash.isOf(messageDigest))
        && verifiesHash(type, key, ByteString.decodeHex(messageDigest.encoded()), signature);
  }

  private boolean verifiesHash(KeyType type, PublicKey key, ByteString hash, ByteString signature) {
    return type == KeyType.RSA
        ? verifiesRsa((RSAPublicKey) key, hash, signature)
        : isInRange(type, signature) && verifiesEcdsa(key, hash, signature);
  }

  /** By comparing the whole encoded message, so that nothing hides in its padding. */
  private static boolean verifiesRsa(RSAPublicKey key, ByteString sha256, ByteString signature) {
    int length = (key.getModulus().bitLength() + 7) / 8;
    var value = new BigInteger(1, signature.toByteArray());
    if (signature.size() != length || value.compareTo(key.getModulus()) >= 0) {
      return false;
    }
    var encoded = new Buffer().writeByte(0).writeByte(1);
    for (int i = length - 3 - SHA_256_INFO.size() - sha256.size(); i > 0; i--) {
      encoded.writeByte(0xff);
    }
    encoded.writeByte(0).write(SHA_256_INFO).write(sha256);
    return value
        .modPow(key.getPublicExponent(), key.getModulus())
        .equals(new BigInteger(1, encoded.readByteArray()));
  }

  /** Java before 17.0.3 takes a signature of zeros for good: CVE-2022-21449. */
  private static boolean isInRange(KeyType type, ByteString signature) {
    BigInteger order = type.parameters().getOrder();
    try {
      var whole = new Der(signature.toByteArray());
      Der parts = whole.enter(Der.SEQUENCE);
      BigInteger r = parts.positive();
      BigInteger s = parts.positive();
      return parts.atEnd()
          && whole.atEnd()
          && r.signum() > 0
          && r.compareTo(order) < 0
          && s.signum() > 0
          && s.compareTo(order) < 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean verifiesEcdsa(PublicKey key, ByteString hash, ByteString signature) {
    try {
      var verifier =
          ecdsa == null
              ? Signature.getInstance("NONEwithECDSA")
              : Signature.getInstance("NONEwithECDSA", ecdsa);
      verifier.initVerify(key);
      verifier.update(hash.toByteArray());
      return verifier.verify(signature.toByteArray());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean verifiesEd25519(
      PublicKey key, ByteString message, ByteString signature, boolean prehash) {
    try {
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      if (prehash) {
        verifier.setParameter(new EdDSAParameterSpec(true));
      }
      verifier.update(message.toByteArray());
      return verifier.verify(signature.toByteArray());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
