package dev.referrers.attestation;

import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.attestation.VerificationMaterial.KeyHint;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import okio.ByteString;

/**
 * Who says that a signature is theirs, to be compared with {@code equals}: the names and the issuer
 * in a certificate, a key's hint, or where there is neither the signature itself. Nothing of it is
 * verified.
 */
public record Signatory(Object claim) {

  /** Fulcio's extensions that name who vouched for the identity: the newer one, the older one. */
  private static final List<String> ISSUERS =
      List.of("1.3.6.1.4.1.57264.1.8", "1.3.6.1.4.1.57264.1.1");

  public static Signatory of(VerificationMaterial material, ByteString signature) {
    if (material.keyMaterial() instanceof CertificateChain chain) {
      return new Signatory(names(chain.leaf()));
    }
    return material.keyMaterial() instanceof KeyHint key && !key.hint().isEmpty()
        ? new Signatory(key)
        : new Signatory(signature);
  }

  private static Object names(ByteString leaf) {
    try {
      var certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(leaf.toByteArray()));
      var names = certificate.getSubjectAlternativeNames();
      return names == null || names.isEmpty()
          ? leaf
          : List.of(List.copyOf(names), issuer(certificate));
    } catch (CertificateException e) {
      return leaf;
    }
  }

  private static ByteString issuer(X509Certificate certificate) {
    for (String oid : ISSUERS) {
      byte[] value = certificate.getExtensionValue(oid);
      if (value != null) {
        return ByteString.of(value);
      }
    }
    return ByteString.EMPTY;
  }
}
