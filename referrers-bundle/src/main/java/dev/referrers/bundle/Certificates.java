package dev.referrers.bundle;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import okio.ByteString;

/**
 * What the bundle format itself says about certificates; whether to trust one is not asked here.
 */
final class Certificates {

  private Certificates() {}

  /** Whether issuer and subject are the same, as those of a root. */
  static boolean isSelfIssued(ByteString der) throws CertificateException {
    var in = new ByteArrayInputStream(der.toByteArray());
    var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
    return certificate instanceof X509Certificate x509
        && x509.getIssuerX500Principal().equals(x509.getSubjectX500Principal());
  }
}
