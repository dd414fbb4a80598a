package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.Verdict.Reason;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import okio.ByteString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/** What a certificate log saw: the certificate before the log's own timestamps were put into it. */
final class Precertificate {

  private static final ASN1ObjectIdentifier SCT_LIST =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");
  private static final int EXTENSIONS = 3;

  private final SigningCertificate certificate;

  Precertificate(SigningCertificate certificate) {
    this.certificate = certificate;
  }

  ByteString issuerKeyHash() {
    return ByteString.of(certificate.issuer().getPublicKey().getEncoded()).sha256();
  }

  /** DER of the TBSCertificate, all as it is but for the list of timestamps. */
  ByteString toBeSigned() throws RejectedException {
    try {
      var fields = ASN1Sequence.getInstance(certificate.leaf().getTBSCertificate());
      var kept = new ASN1EncodableVector();
      for (ASN1Encodable field : fields) {
        kept.add(
            field instanceof ASN1TaggedObject tagged && tagged.hasContextTag(EXTENSIONS)
                ? withoutScts(tagged)
                : field);
      }
      return ByteString.of(new DERSequence(kept).getEncoded(ASN1Encoding.DER));
    } catch (IOException | CertificateEncodingException | RuntimeException e) {
      // BouncyCastle answers odd structures with several unchecked exceptions.
      throw new RejectedException(
          Reason.MALFORMED, "Certificate: expected extensions but was something else", e);
    }
  }

  private static ASN1Primitive withoutScts(ASN1TaggedObject extensions) {
    var kept = new ASN1EncodableVector();
    for (ASN1Encodable extension : ASN1Sequence.getInstance(extensions, true)) {
      if (!ASN1Sequence.getInstance(extension).getObjectAt(0).equals(SCT_LIST)) {
        kept.add(extension);
      }
    }
    return new DERTaggedObject(true, EXTENSIONS, new DERSequence(kept));
  }
}
