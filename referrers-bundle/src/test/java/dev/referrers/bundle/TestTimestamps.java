package dev.referrers.bundle;

import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Date;
import okio.ByteString;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

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
   * Answers as the authority.
   *
   * @param embedded whether the signer's certificate is in the response
   */
  SignedTimestamp stamp(ByteString signature, Instant time, boolean embedded) {
    try {
      var signer = new X509CertificateHolder(certificate.toByteArray());
      var generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .setSignedAttributeGenerator(
                  new DefaultSignedAttributeTableGenerator(attributes(time)))
              .build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()), signer));
      if (embedded) {
        generator.addCertificate(signer);
      }
      var content =
          new CMSProcessableByteArray(
              PKCSObjectIdentifiers.id_ct_TSTInfo, info(signature, time).getEncoded());
      var token = generator.generate(content, true).toASN1Structure();
      var response = new TimeStampResp(new PKIStatusInfo(PKIStatus.granted), token);
      return new SignedTimestamp(ByteString.of(response.getEncoded()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static TSTInfo info(ByteString signature, Instant time) {
    var sha256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
    return new TSTInfo(
        new ASN1ObjectIdentifier("1.2.3"),
        new MessageImprint(sha256, signature.sha256().toByteArray()),
        new ASN1Integer(1),
        new ASN1GeneralizedTime(Date.from(time)),
        null,
        null,
        null,
        null,
        null);
  }

  /** Names the signer's certificate by its hash, and the time again. */
  private AttributeTable attributes(Instant time) {
    var id = new ESSCertIDv2(certificate.sha256().toByteArray());
    var named = new DERSet(new SigningCertificateV2(id));
    return new AttributeTable(
            new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, named))
        .add(CMSAttributes.signingTime, new Time(Date.from(time)));
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
