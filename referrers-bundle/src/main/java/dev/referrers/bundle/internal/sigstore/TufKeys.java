package dev.referrers.bundle.internal.sigstore;

import dev.referrers.error.UnusableKeyException;
import dev.referrers.key.PublicKeys;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signatures of TUF metadata with the JDK.
 *
 * @see <a href="https://theupdateframework.github.io/specification/latest/#file-formats-keys">TUF
 *     specification, keys</a>
 */
final class TufKeys {

  /** What a SubjectPublicKeyInfo of Ed25519 begins with. */
  private static final ByteString ED25519 = ByteString.decodeHex("302a300506032b6570032100");

  private static final AlgorithmParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private TufKeys() {}

  /**
   * Whether the key signed the message.
   *
   * @param scheme such as {@code ecdsa-sha2-nistp256}
   * @param keyval what metadata has of the key; null when there is nothing
   * @throws InvalidKeyException for a key that can't be read
   * @throws SignatureException for a signature that is none
   */
  static boolean verifies(String scheme, @Nullable String keyval, byte[] message, byte[] signature)
      throws InvalidKeyException, SignatureException {
    if (keyval == null) {
      throw new InvalidKeyException("TUF key without a public part");
    }
    return switch (scheme) {
      case "ecdsa-sha2-nistp256" ->
          verifies("SHA256withECDSA", null, pem(keyval), message, signature);
      case "ed25519" -> verifies("Ed25519", null, ed25519(keyval), message, signature);
      case "rsassa-pss-sha256" -> verifies("RSASSA-PSS", PSS, pem(keyval), message, signature);
      default -> throw new InvalidKeyException("TUF key for " + scheme);
    };
  }

  private static boolean verifies(
      String algorithm,
      @Nullable AlgorithmParameterSpec parameters,
      PublicKey key,
      byte[] message,
      byte[] signature)
      throws SignatureException {
    try {
      var verifier = Signature.getInstance(algorithm);
      if (parameters != null) {
        verifier.setParameter(parameters);
      }
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      throw new SignatureException(e);
    }
  }

  private static PublicKey pem(String value) throws InvalidKeyException {
    try {
      return PublicKeys.parsePem(value);
    } catch (UnusableKeyException e) {
      throw new InvalidKeyException(e);
    }
  }

  private static PublicKey ed25519(String hex) throws InvalidKeyException {
    try {
      var raw = ByteString.decodeHex(hex);
      return PublicKeys.parse(new Buffer().write(ED25519).write(raw).readByteString());
    } catch (UnusableKeyException | IllegalArgumentException e) {
      throw new InvalidKeyException(e);
    }
  }
}
