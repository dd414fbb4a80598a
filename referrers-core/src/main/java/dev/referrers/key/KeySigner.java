package dev.referrers.key;

import dev.referrers.attestation.Signer;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.error.UnusableKeyException;
import dev.referrers.error.UnusableKeyException.Reason;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import javax.security.auth.DestroyFailedException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Signs with a private key as cosign does: ECDSA with the curve's own hash, RSA as PKCS #1 v1.5
 * with SHA-256, Ed25519 prehashed. The material is a hint to the public key. Thread-safe if the
 * key's provider is, as the JDK's are.
 */
public final class KeySigner implements Signer, AutoCloseable {

  private final KeyType type;
  private final PublicKey publicKey;
  private final @Nullable Provider provider;
  private final boolean prehash;
  private volatile @Nullable PrivateKey privateKey;

  private KeySigner(
      PrivateKey privateKey, PublicKey publicKey, @Nullable Provider provider, boolean prehash) {
    this.type = KeyType.require(publicKey);
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.provider = provider;
    this.prehash = prehash;
  }

  /**
   * A signer with the keys of a file, for one.
   *
   * @throws IllegalArgumentException when the public key is of a kind that {@link Signatures} knows
   *     nothing of, or too weak
   */
  public static KeySigner of(KeyPair pair) {
    return of(pair.getPrivate(), pair.getPublic());
  }

  /**
   * A signer with a key whose bytes need not be known, such as one in a token. Whether the two keys
   * belong together is found out by the first signature.
   *
   * @throws IllegalArgumentException as {@link #of(KeyPair)}
   */
  public static KeySigner of(PrivateKey privateKey, PublicKey publicKey) {
    return new KeySigner(privateKey, publicKey, null, true);
  }

  /**
   * A signer with the key of an entry, by the store's own provider if that can sign, so PKCS #11
   * tokens do.
   *
   * @param password of the entry; null for none
   * @throws UnusableKeyException when there is no such key, the password does not fit, or the key
   *     is of a kind that {@link Signatures} knows nothing of, or too weak
   */
  public static KeySigner of(KeyStore store, String alias, char @Nullable [] password)
      throws UnusableKeyException {
    Certificate certificate;
    PrivateKey key;
    try {
      certificate = store.getCertificate(alias);
      key = store.getKey(alias, password) instanceof PrivateKey found ? found : null;
    } catch (UnrecoverableKeyException e) {
      throw unusable(
          Reason.PASSWORD, "expected the password of entry " + alias + " but was another", e);
    } catch (GeneralSecurityException e) {
      throw unusable(Reason.REFUSED, "expected entry " + alias + " but its store fails", e);
    }
    if (certificate == null || key == null) {
      throw unusable(
          Reason.UNSUPPORTED,
          "expected a private key with a certificate as entry " + alias + " but there is none",
          null);
    }
    try {
      return new KeySigner(key, certificate.getPublicKey(), store.getProvider(), true);
    } catch (IllegalArgumentException e) {
      throw unusable(Reason.UNSUPPORTED, String.valueOf(e.getMessage()), null);
    }
  }

  /**
   * A signer that signs messages themselves with Ed25519, as verifiers other than ours expect it,
   * cosign's among them, though cosign signs prehashed. No difference for other keys.
   */
  public KeySigner withoutPrehashing() {
    return new KeySigner(usable(), publicKey, provider, false);
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnusableKeyException when the key's provider does not sign with it
   * @throws IllegalArgumentException when private and public key don't belong together
   * @throws IllegalStateException after {@link #close()}
   */
  @Override
  public Signed sign(ByteString message) throws UnusableKeyException {
    ByteString signature;
    try {
      signature = Signing.sign(type, usable(), provider, prehash, message);
    } catch (GeneralSecurityException e) {
      throw unusable(Reason.REFUSED, "expected a signature but its provider makes none", e);
    }
    // Also keeps back a signature that a fault spoilt, which could tell an RSA key.
    if (!Signatures.JDK.verifies(publicKey, message, signature)) {
      throw new IllegalArgumentException(
          "Public key " + PublicKeys.hint(publicKey) + " does not belong to the private key");
    }
    return new Signed(signature, VerificationMaterial.ofKey(PublicKeys.hint(publicKey)));
  }

  /** Forgets the private key, and destroys it if its provider can; those of the JDK can't. */
  @Override
  public void close() {
    PrivateKey key = privateKey;
    privateKey = null;
    try {
      if (key != null) {
        key.destroy();
      }
    } catch (DestroyFailedException e) {
      // nothing more can be done
    }
  }

  @Override
  public String toString() {
    return "KeySigner of " + PublicKeys.hint(publicKey);
  }

  private PrivateKey usable() {
    PrivateKey key = privateKey;
    if (key == null) {
      throw new IllegalStateException("KeySigner is closed");
    }
    return key;
  }

  private static UnusableKeyException unusable(
      Reason reason, String problem, @Nullable Throwable cause) {
    return new UnusableKeyException(PrivateKeys.WHAT, reason, problem, null, cause);
  }
}
