package dev.referrers.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.KeyAgreement;
import okio.ByteString;

/**
 * Finds the public key of a private one. Key files may hold it, but need not, and need not tell the
 * truth; so it is computed.
 */
final class PublicPart {

  private static final ByteString PROBE = ByteString.encodeUtf8("dev.referrers");

  private PublicPart() {}

  /**
   * The public key, after it has verified a signature by the private one.
   *
   * @throws GeneralSecurityException when there is none
   */
  static PublicKey of(KeyType type, PrivateKey key) throws GeneralSecurityException {
    var signature = Signing.sign(type, key, null, true, PROBE);
    for (PublicKey candidate : candidates(type, key)) {
      if (Signatures.JDK.verifies(candidate, PROBE, signature)) {
        return candidate;
      }
    }
    throw new InvalidKeyException("no public key goes with it");
  }

  private static List<PublicKey> candidates(KeyType type, PrivateKey key)
      throws GeneralSecurityException {
    if (type.isEcdsa()) {
      return points(type, key);
    }
    if (key instanceof RSAPrivateCrtKey rsa) {
      var spec = new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
      return List.of(KeyFactory.getInstance("RSA").generatePublic(spec));
    }
    if (key instanceof EdECPrivateKey ed) {
      return List.of(ed25519(ed));
    }
    return List.of();
  }

  /**
   * The two points that may be the private key times the generator. The JDK multiplies points only
   * to agree on secrets: what one agrees on with the generator is the x of the product.
   */
  private static List<PublicKey> points(KeyType type, PrivateKey key)
      throws GeneralSecurityException {
    ECParameterSpec parameters = type.parameters();
    var agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(key);
    agreement.doPhase(point(parameters, parameters.getGenerator()), true);
    BigInteger x;
    try {
      x = new BigInteger(1, agreement.generateSecret());
    } catch (IllegalStateException e) {
      // the product is no point: the key is a multiple of the order
      throw new InvalidKeyException("no point goes with it");
    }
    BigInteger y = y(parameters, x);
    BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
    return List.of(
        point(parameters, new ECPoint(x, y)), point(parameters, new ECPoint(x, p.subtract(y))));
  }

  /** A root of x³ + ax + b, which is a power of it where p is 3 modulo 4, as of all our curves. */
  private static BigInteger y(ECParameterSpec parameters, BigInteger x) {
    BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
    BigInteger square =
        x.pow(3).add(parameters.getCurve().getA().multiply(x)).add(parameters.getCurve().getB());
    return square.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
  }

  private static PublicKey point(ECParameterSpec parameters, ECPoint point)
      throws GeneralSecurityException {
    return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters));
  }

  /** By generating the pair again, from what was its randomness: the private key itself. */
  private static PublicKey ed25519(EdECPrivateKey key) throws GeneralSecurityException {
    byte[] seed =
        key.getBytes().orElseThrow(() -> new InvalidKeyException("its bytes are not shown"));
    try {
      var generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Replay(seed));
      return generator.generateKeyPair().getPublic();
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /** Gives out the same bytes each time. */
  private static final class Replay extends SecureRandom {

    private final byte[] bytes;

    Replay(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] wanted) {
      System.arraycopy(bytes, 0, wanted, 0, wanted.length);
    }
  }
}
