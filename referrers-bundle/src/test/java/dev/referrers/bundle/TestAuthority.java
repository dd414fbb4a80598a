package dev.referrers.bundle;

import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import okio.Buffer;
import okio.ByteString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority: a root and an intermediate.
 *
 * @param root DER
 * @param intermediate DER
 */
record TestAuthority(
    String name, KeyPair rootKeys, ByteString root, KeyPair keys, ByteString intermediate) {

  static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
  static final Instant END = Instant.parse("2034-01-01T00:00:00Z");
  private static final ASN1ObjectIdentifier SCT_LIST =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");
  private static final ASN1ObjectIdentifier ISSUER =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.8");

  /** What an extension is added by. */
  interface Extensions {
    void addTo(X509v3CertificateBuilder builder) throws Exception;
  }

  private static void authority(X509v3CertificateBuilder builder) throws Exception {
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
  }

  private static Extensions authority(KeyPurposeId purpose) {
    return builder -> {
      authority(builder);
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    };
  }

  static TestAuthority of(String name, KeyPurposeId purpose) {
    var rootKeys = Signing.ecKeys();
    var keys = Signing.ecKeys();
    String rootName = "CN=" + name + " root";
    return new TestAuthority(
        name,
        rootKeys,
        certificate(rootName, rootKeys, rootName, rootKeys, START, END, TestAuthority::authority),
        keys,
        certificate(rootName, rootKeys, "CN=" + name, keys, START, END, authority(purpose)));
  }

  /** The same below another authority's intermediate. */
  TestAuthority issuedBy(TestAuthority other, KeyPurposeId purpose) {
    var below = other.issue("CN=" + name, keys, START, END, authority(purpose));
    return new TestAuthority(name, rootKeys, root, keys, below);
  }

  ByteString issue(
      String subject, KeyPair subjectKeys, Instant start, Instant end, Extensions extensions) {
    return certificate("CN=" + name, keys, subject, subjectKeys, start, end, extensions);
  }

  static ByteString certificate(
      String issuer,
      KeyPair issuerKeys,
      String subject,
      KeyPair subjectKeys,
      Instant start,
      Instant end,
      Extensions extensions) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuer),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(start),
              Date.from(end),
              new X500Name(subject),
              subjectKeys.getPublic());
      extensions.addTo(builder);
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate());
      return ByteString.of(builder.build(signer).getEncoded());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  String json(String validFor) {
    return """
    {"uri":"https://%s","validFor":%s,
     "certChain":{"certificates":[{"rawBytes":"%s"},{"rawBytes":"%s"}]}}"""
        .formatted(name, validFor, intermediate.base64(), root.base64());
  }

  /** How a signer's certificate is to be; by default as Fulcio's are. */
  static final class Leaf {

    Instant start = TestSigstore.SIGNED.minusSeconds(60);
    Instant end = TestSigstore.SIGNED.plusSeconds(540);
    boolean authority = false;
    int keyUsage = KeyUsage.digitalSignature;
    KeyPurposeId purpose = KeyPurposeId.id_kp_codeSigning;
    GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, TestSigstore.NAME);
    Extensions issuer = b -> b.addExtension(ISSUER, false, new DERUTF8String(TestSigstore.ISSUER));
    List<TestCtLog> logs = new ArrayList<>();
    @Nullable KeyPair sctIssuer = null;
    ByteString sctExtensions = ByteString.EMPTY;

    ByteString issue(TestAuthority authority, KeyPair keys) {
      var issuerKey = Signing.spki(sctIssuer == null ? authority.keys : sctIssuer).sha256();
      var serial = BigInteger.valueOf(System.nanoTime());
      var precertificate = build(authority, keys, serial, null);
      var scts = new Buffer();
      for (TestCtLog log : logs) {
        var sct = log.sct(precertificate, issuerKey, start, sctExtensions);
        scts.writeShort(sct.size()).write(sct);
      }
      var list = scts.readByteString();
      var octets = new Buffer().writeShort(list.size()).write(list).readByteString();
      return build(authority, keys, serial, new DEROctetString(octets.toByteArray()));
    }

    private ByteString build(
        TestAuthority by, KeyPair keys, BigInteger serial, @Nullable ASN1Encodable scts) {
      try {
        var builder =
            new JcaX509v3CertificateBuilder(
                new X500Name("CN=" + by.name),
                serial,
                Date.from(start),
                Date.from(end),
                new X500Name(""),
                keys.getPublic());
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(Extension.subjectAlternativeName, true, new GeneralNames(name));
        if (scts != null && !logs.isEmpty()) {
          builder.addExtension(SCT_LIST, false, scts);
        }
        issuer.addTo(builder);
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(by.keys.getPrivate());
        var certificate = builder.build(signer);
        return ByteString.of(
            scts == null
                ? certificate.toASN1Structure().getTBSCertificate().getEncoded("DER")
                : certificate.getEncoded());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
