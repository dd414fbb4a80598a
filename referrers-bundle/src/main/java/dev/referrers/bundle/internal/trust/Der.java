package dev.referrers.bundle.internal.trust;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import okio.Buffer;
import okio.ByteString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Certificates and keys from their DER, with nothing before or after. */
public final class Der {

  private Der() {}

  /**
   * Reads a certificate.
   *
   * @throws IllegalArgumentException when the bytes are none, or more than that
   */
  public static X509Certificate certificate(ByteString der) {
    if (der.size() == 0 || der.getByte(0) != 0x30) {
      // The factory would read PEM, too.
      throw new IllegalArgumentException("expected a DER certificate but was not");
    }
    try {
      var factory = CertificateFactory.getInstance("X.509");
      var certificate =
          (X509Certificate) factory.generateCertificate(new Buffer().write(der).inputStream());
      if (!ByteString.of(certificate.getEncoded()).equals(der)) {
        throw new IllegalArgumentException("expected one DER certificate but there is more");
      }
      return certificate;
    } catch (CertificateException e) {
      throw new IllegalArgumentException("expected a DER certificate but was not", e);
    }
  }

  /** Wraps a PKCS #1 RSAPublicKey into a SubjectPublicKeyInfo. */
  static ByteString wrapRsa(ByteString pkcs1) {
    try {
      var algorithm =
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
      var spki =
          new SubjectPublicKeyInfo(algorithm, ASN1Primitive.fromByteArray(pkcs1.toByteArray()));
      return ByteString.of(spki.getEncoded());
    } catch (IOException e) {
      throw new IllegalArgumentException("expected an RSA public key but was not", e);
    }
  }
}
