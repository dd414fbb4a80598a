package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.Verdict.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.jspecify.annotations.Nullable;

/**
 * Whom a certificate was issued to.
 *
 * @param subjectAlternativeNames URIs, e-mail addresses and Fulcio's other names, in their order
 * @param issuer who vouched for them; null when the certificate doesn't say
 * @see <a href="https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md">Fulcio's OIDs</a>
 */
public record CertificateNames(List<String> subjectAlternativeNames, @Nullable String issuer) {

  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
  private static final String OTHER_NAME = "1.3.6.1.4.1.57264.1.7";
  private static final String ISSUER = "1.3.6.1.4.1.57264.1.8";
  private static final String RAW_ISSUER = "1.3.6.1.4.1.57264.1.1";

  public CertificateNames {
    subjectAlternativeNames = List.copyOf(subjectAlternativeNames);
  }

  public static CertificateNames of(X509Certificate certificate) throws RejectedException {
    try {
      return new CertificateNames(names(certificate), issuer(certificate));
    } catch (IOException | RuntimeException e) {
      // BouncyCastle answers odd structures with several unchecked exceptions.
      throw new RejectedException(
          Reason.MALFORMED, "Certificate: expected Fulcio's extensions but was something else", e);
    }
  }

  @Override
  public String toString() {
    return subjectAlternativeNames + " of " + (issuer == null ? "no issuer" : issuer);
  }

  private static List<String> names(X509Certificate certificate) throws IOException {
    var names = new ArrayList<String>();
    byte[] extension = certificate.getExtensionValue(SUBJECT_ALTERNATIVE_NAME);
    if (extension != null) {
      for (GeneralName name : GeneralNames.getInstance(der(octets(extension))).getNames()) {
        switch (name.getTagNo()) {
          case GeneralName.rfc822Name, GeneralName.uniformResourceIdentifier ->
              names.add(name.getName().toString());
          case GeneralName.otherName -> addOther(names, OtherName.getInstance(name.getName()));
          default -> {} // nothing that Fulcio writes
        }
      }
    }
    return names;
  }

  private static void addOther(List<String> names, OtherName name) {
    if (name.getTypeID().getId().equals(OTHER_NAME)) {
      names.add(ASN1UTF8String.getInstance(name.getValue()).getString());
    }
  }

  private static @Nullable String issuer(X509Certificate certificate) throws IOException {
    byte[] extension = certificate.getExtensionValue(ISSUER);
    if (extension != null) {
      return ASN1UTF8String.getInstance(der(octets(extension))).getString();
    }
    byte[] raw = certificate.getExtensionValue(RAW_ISSUER);
    return raw == null ? null : utf8(octets(raw));
  }

  private static byte[] octets(byte[] extension) throws IOException {
    return ASN1OctetString.getInstance(der(extension)).getOctets();
  }

  private static ASN1Primitive der(byte[] bytes) throws IOException {
    return ASN1Primitive.fromByteArray(bytes);
  }

  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
