package dev.referrers.key;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdDSAParameterSpec;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Makes bare signatures. */
final class Signing {

  private Signing() {}

  /**
   * Signs as cosign does with a key of this type.
   *
   * @param provider to sign by, if it can; null for whichever can use the key
   */
  static ByteString sign(
      KeyType type,
      PrivateKey key,
      @Nullable Provider provider,
      boolean prehash,
      ByteString message)
      throws GeneralSecurityException {
    try {
      Signature signature = signature(type.signatureAlgorithm(), provider);
      signature.initSign(key);
      if (type == KeyType.ED25519 && prehash) {
        signature.setParameter(new EdDSAParameterSpec(true));
      }
      signature.update(message.toByteArray());
      return ByteString.of(signature.sign());
    } catch (ProviderException | UnsupportedOperationException e) {
      throw new SignatureException(e); // how tokens fail
    }
  }

  /** Of the provider: one that the JVM has not been told of holds keys that no other can use. */
  private static Signature signature(String algorithm, @Nullable Provider provider)
      throws GeneralSecurityException {
    return provider == null || provider.getService("Signature", algorithm) == null
        ? Signature.getInstance(algorithm)
        : Signature.getInstance(algorithm, provider);
  }
}
