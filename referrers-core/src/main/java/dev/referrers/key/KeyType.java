package dev.referrers.key;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of keys that sigstore's clients sign with, and the hashes that go with each. */
enum KeyType {
  P_256("secp256r1", Hash.SHA_256),
  P_384("secp384r1", Hash.SHA_384),
  P_521("secp521r1", Hash.SHA_512),
  RSA(null, Hash.SHA_256),
  ED25519(null, Hash.SHA_512);

  static final int MIN_RSA_BITS = 2048;

  /** What keys have to be, for messages. */
  static final String EXPECTED =
      "an ECDSA key on P-256, P-384 or P-521, an RSA key of 2048 bits or more, or an Ed25519 key";

  private final @Nullable String curve;
  private final Hash hash;

  KeyType(@Nullable String curve, Hash hash) {
    this.curve = curve;
    this.hash = hash;
  }

  /** The type of a private or public key; null when its kind is another, or too weak. */
  static @Nullable KeyType of(Key key) {
    if (key instanceof ECKey ec) {
      return ofCurve(ec.getParams());
    }
    if (key instanceof RSAKey rsa) {
      return rsa.getModulus().bitLength() >= MIN_RSA_BITS ? RSA : null;
    }
    if (key instanceof EdECKey ed) {
      return ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName()) ? ED25519 : null;
    }
    return null;
  }

  /**
   * The type of a key that the caller gives.
   *
   * @throws IllegalArgumentException when it has none
   */
  static KeyType require(PublicKey key) {
    KeyType type = of(key);
    if (type == null) {
      throw new IllegalArgumentException(
          "Public key needs to be " + EXPECTED + " but is " + describe(key));
    }
    return type;
  }

  /** Names a key that has no type, for messages. */
  static String describe(Key key) {
    if (key instanceof RSAKey rsa) {
      return "an RSA key of " + rsa.getModulus().bitLength() + " bits";
    }
    if (key instanceof ECKey) {
      return "an ECDSA key on another curve";
    }
    return "a key for " + key.getAlgorithm();
  }

  private static @Nullable KeyType ofCurve(ECParameterSpec params) {
    for (KeyType type : List.of(P_256, P_384, P_521)) {
      if (same(params, type.parameters())) {
        return type;
      }
    }
    return null;
  }

  /** By value: keys with explicit parameters could name a generator of their own. */
  private static boolean same(ECParameterSpec some, ECParameterSpec other) {
    return some.getCurve().equals(other.getCurve())
        && some.getGenerator().equals(other.getGenerator())
        && some.getOrder().equals(other.getOrder())
        && some.getCofactor() == other.getCofactor();
  }

  boolean isEcdsa() {
    return curve != null;
  }

  /** Of the curve. */
  ECParameterSpec parameters() {
    try {
      var parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(curve));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (InvalidParameterSpecException e) {
      throw new IllegalStateException("This Java has no curve " + curve, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no elliptic curves", e);
    }
  }

  /** The hash that cosign signs with. */
  Hash hash() {
    return hash;
  }

  /** What cosign signs with, by its JCA name. */
  String signatureAlgorithm() {
    return this == ED25519
        ? "Ed25519"
        : hash.jcaName().replace("-", "") + "with" + (isEcdsa() ? "ECDSA" : "RSA");
  }

  /** The hashes to try: SHA-256 goes with every curve, for cosign asks for it when it verifies. */
  List<Hash> hashes() {
    return hash == Hash.SHA_256 ? List.of(hash) : List.of(hash, Hash.SHA_256);
  }
}
