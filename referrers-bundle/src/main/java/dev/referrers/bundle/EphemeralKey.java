package dev.referrers.bundle;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import okio.ByteString;

/** A P-256 key for one signature. Nothing ever holds its private part but this. */
final class EphemeralKey {

  private final KeyPair pair;

  private EphemeralKey(KeyPair pair) {
    this.pair = pair;
  }

  static EphemeralKey generate() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new EphemeralKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no P-256", e);
    }
  }

  PublicKey publicKey() {
    return pair.getPublic();
  }

  /** ASN.1 DER of ECDSA with SHA-256. */
  ByteString sign(ByteString message) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(message.toByteArray());
      return ByteString.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java does not sign with P-256", e);
    }
  }
}
