package dev.referrers.bundle;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import okio.ByteString;

/** Keys and signatures of tests. */
final class Signing {

  private Signing() {}

  static KeyPair ecKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair ed25519Keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static ByteString sign(KeyPair keys, ByteString message) {
    try {
      boolean ec = keys.getPrivate().getAlgorithm().equals("EC");
      var signature = Signature.getInstance(ec ? "SHA256withECDSA" : "Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(message.toByteArray());
      return ByteString.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static ByteString spki(KeyPair keys) {
    return ByteString.of(keys.getPublic().getEncoded());
  }

  static ByteString pem(String label, ByteString der) {
    return ByteString.encodeUtf8(
        "-----BEGIN " + label + "-----\n" + der.base64() + "\n-----END " + label + "-----\n");
  }
}
