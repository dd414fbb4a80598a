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
public record ClaimedSigner(Object claim) {

  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

  /** Fulcio's extensions that name who vouched for the identity: the newer one, the older one. */
  private static final List<String> ISSUERS =
      List.of("1.3.6.1.4.1.57264.1.8", "1.3.6.1.4.1.57264.1.1");

  public static ClaimedSigner of(VerificationMaterial material, ByteString signature) {
    if (material.keyMaterial() instanceof CertificateChain chain) {
      return new ClaimedSigner(names(chain.leaf()));
    }
    return material.keyMaterial() instanceof KeyHint key && !key.hint().isEmpty()
        ? new ClaimedSigner(key)
        : new ClaimedSigner(signature);
  }

  private static Object names(ByteString leaf) {
    try {
      var certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(leaf.toByteArray()));
      ByteString names = extension(certificate, SUBJECT_ALTERNATIVE_NAME);
      return names.size() == 0 ? leaf : List.of(names, issuer(certificate));
    } catch (CertificateException e) {
      return leaf;
    }
  }

  private static ByteString issuer(X509Certificate certificate) {
    ByteString issuer = ByteString.EMPTY;
    for (String oid : ISSUERS) {
      issuer = issuer.size() == 0 ? extension(certificate, oid) : issuer;
    }
    return issuer;
  }

  /** The bytes: a username is a name that the JDK gives as an array, which equals no other. */
  private static ByteString extension(X509Certificate certificate, String oid) {
    byte[] value = certificate.getExtensionValue(oid);
    return value == null ? ByteString.EMPTY : ByteString.of(value);
  }
}
