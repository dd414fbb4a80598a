package dev.referrers.bundle.internal.sigstore;

import dev.referrers.error.UnusableKeyException;
import dev.referrers.key.PublicKeys;
import dev.sigstore.tuf.encryption.Verifier;
import dev.sigstore.tuf.model.Key;
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

  static Verifier verifier(Key key) throws InvalidKeyException {
    String value = key.getKeyVal().get("public");
    if (value == null) {
      throw new InvalidKeyException("TUF key without a public part");
    }
    return switch (key.getScheme()) {
      case "ecdsa-sha2-nistp256" -> verifier("SHA256withECDSA", null, pem(value));
      case "ed25519" -> verifier("Ed25519", null, ed25519(value));
      case "rsassa-pss-sha256" -> verifier("RSASSA-PSS", PSS, pem(value));
      default -> throw new InvalidKeyException("TUF key for " + key.getScheme());
    };
  }

  private static Verifier verifier(
      String algorithm, @Nullable AlgorithmParameterSpec parameters, PublicKey key) {
    return (artifact, signature) -> {
      try {
        var verifier = Signature.getInstance(algorithm);
        if (parameters != null) {
          verifier.setParameter(parameters);
        }
        verifier.initVerify(key);
        verifier.update(artifact);
        return verifier.verify(signature);
      } catch (GeneralSecurityException e) {
        throw new SignatureException(e);
      }
    };
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
