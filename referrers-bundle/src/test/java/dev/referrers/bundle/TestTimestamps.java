package dev.referrers.bundle;

import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import okio.ByteString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/**
 * A timestamp authority.
 *
 * @param certificate of its signer, DER
 */
record TestTimestamps(TestAuthority authority, KeyPair keys, ByteString certificate) {

  static TestTimestamps of(String name) {
    var authority = TestAuthority.of(name, KeyPurposeId.id_kp_timeStamping);
    return of(authority, KeyPurposeId.id_kp_timeStamping, TestAuthority.START);
  }

  /** The same authority, whose signer has another certificate. */
  TestTimestamps withSigner(KeyPurposeId purpose, Instant start) {
    return of(authority, purpose, start);
  }

  private static TestTimestamps of(TestAuthority authority, KeyPurposeId purpose, Instant start) {
    var keys = Signing.ecKeys();
    var certificate =
        authority.issue(
            "CN=signer",
            keys,
            start,
            TestAuthority.END,
            builder -> {
              builder.addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
              builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
            });
    return new TestTimestamps(authority, keys, certificate);
  }

  SignedTimestamp stamp(ByteString signature, Instant time) {
    return stamp(signature, time, true);
  }

  /**
   * @param embedded whether the signer's certificate is in the response
   */
  SignedTimestamp stamp(ByteString signature, Instant time, boolean embedded) {
    try {
      var digests = new JcaDigestCalculatorProviderBuilder().build();
      var signer = new X509CertificateHolder(certificate.toByteArray());
      var generator =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder()
                  .build("SHA256withECDSA", keys.getPrivate(), signer),
              digests.get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
              new ASN1ObjectIdentifier("1.2.3"));
      if (embedded) {
        generator.addCertificates(new JcaCertStore(List.of(signer)));
      }
      var requests = new TimeStampRequestGenerator();
      requests.setCertReq(embedded);
      var request = requests.generate(TSPAlgorithms.SHA256, signature.sha256().toByteArray());
      var response =
          new TimeStampResponseGenerator(generator, TSPAlgorithms.ALLOWED)
              .generate(request, BigInteger.ONE, Date.from(time));
      return new SignedTimestamp(ByteString.of(response.getEncoded()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without the signer's own certificate, so that responses have to bring it. */
  String json(String validFor) {
    return authority.json(validFor);
  }

  String jsonWithSigner(String validFor) {
    return authority
        .json(validFor)
        .replace(
            "\"certificates\":[",
            "\"certificates\":[{\"rawBytes\":\"" + certificate.base64() + "\"},");
  }
}
