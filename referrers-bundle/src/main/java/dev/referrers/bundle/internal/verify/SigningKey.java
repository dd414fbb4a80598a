package dev.referrers.bundle.internal.verify;

import dev.referrers.error.UnusableKeyException;
import dev.referrers.key.PublicKeys;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A key that a signature is to be by.
 *
 * @param certificate the one that it came in; null for a key that the verifier was given
 */
public record SigningKey(PublicKey key, @Nullable X509Certificate certificate) {

  public static SigningKey of(PublicKey key) {
    return new SigningKey(key, null);
  }

  /** The key of a certificate that is not verified here. */
  public static SigningKey ofCertificate(ByteString der) throws RejectedException {
    var certificate = SigningCertificate.read(der);
    return new SigningKey(certificate.getPublicKey(), certificate);
  }

  /** The DER that logs name the signer by: of the certificate, or else of the key. */
  public ByteString logged() {
    return certificate == null ? ByteString.of(key.getEncoded()) : encoded(certificate);
  }

  /**
   * Whether a log means this when it names the signer by that: the certificate, if there is one.
   */
  boolean isLoggedAs(LoggedKey logged) {
    return certificate == null
        ? !logged.certificate() && isKey(logged.der())
        : logged.certificate() && logged.der().equals(encoded(certificate));
  }

  private boolean isKey(ByteString der) {
    try {
      return PublicKeys.parse(der).equals(key);
    } catch (UnusableKeyException e) {
      return false;
    }
  }

  private static ByteString encoded(X509Certificate certificate) {
    try {
      return ByteString.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e); // it was read from DER
    }
  }
}
