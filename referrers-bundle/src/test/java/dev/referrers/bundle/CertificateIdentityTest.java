package dev.referrers.bundle;

import static dev.referrers.bundle.TestSigstore.ISSUER;
import static dev.referrers.bundle.TestSigstore.NAME;
import static dev.referrers.bundle.TestSigstore.SIGNED;
import static dev.referrers.bundle.Verdicts.rejected;
import static dev.referrers.bundle.Verdicts.verified;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.bundle.TestAuthority.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.Test;

class CertificateIdentityTest {

  private final TestSigstore sigstore = new TestSigstore();

  @Test
  void refusesOtherNameAndOtherIssuer() {
    verified(verdict(CertificateIdentity.of(NAME, ISSUER)));
    rejected(
        verdict(CertificateIdentity.of(NAME + "2", ISSUER)),
        Reason.IDENTITY,
        "Expected a certificate of [%s2 of %s] but was of [%s] of %s"
            .formatted(NAME, ISSUER, NAME, ISSUER));
    rejected(
        verdict(CertificateIdentity.of(NAME, "https://other.test")),
        Reason.IDENTITY,
        "https://other.test");
  }

  @Test
  void matchesPatternsAgainstTheWhole() {
    var name = Pattern.compile("https://ci\\.test/.*@refs/heads/main");
    var issuer = Pattern.compile("https://token\\..*");

    verified(verdict(CertificateIdentity.of(name, ISSUER)));
    verified(verdict(CertificateIdentity.of(NAME, issuer)));
    verified(verdict(CertificateIdentity.of(name, issuer)));
    rejected(
        verdict(CertificateIdentity.of(Pattern.compile("https://ci\\.test/"), ISSUER)),
        Reason.IDENTITY,
        "/https://ci\\.test//");
    rejected(
        verdict(CertificateIdentity.of(NAME, Pattern.compile("token"))),
        Reason.IDENTITY,
        "/token/");
  }

  @Test
  void acceptsAnyOfSeveral() {
    var signed = TestSigstore.statement(sigstore.identity()).logged(sigstore.rekor, SIGNED);
    var other = CertificateIdentity.of("someone@test", ISSUER);

    verified(signed.verdict(SigstoreVerifier.of(sigstore.root(), other, TestSigstore.IDENTITY)));
  }

  @Test
  void needsNameAndIssuer() {
    assertThatThrownBy(() -> CertificateIdentity.of("", ISSUER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Certificate identity needs a name and an issuer");
    assertThatThrownBy(() -> CertificateIdentity.of(NAME, " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CertificateIdentity.of(Pattern.compile(""), ISSUER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesEmailAndFulciosOtherName() {
    var email = new GeneralName(GeneralName.rfc822Name, "someone@test");
    var username = otherName("1.3.6.1.4.1.57264.1.7", "someone!test");
    var identity = CertificateIdentity.of("someone@test", ISSUER);

    verified(verdict(leaf -> leaf.name = email, identity));
    verified(verdict(leaf -> leaf.name = username, CertificateIdentity.of("someone!test", ISSUER)));
  }

  @Test
  void takesNoOtherNames() {
    var host = new GeneralName(GeneralName.dNSName, "someone.test");
    var principal = otherName("1.3.6.1.4.1.311.20.2.3", "someone.test");
    var identity = CertificateIdentity.of("someone.test", ISSUER);

    rejected(verdict(leaf -> leaf.name = host, identity), Reason.IDENTITY, "but was of []");
    rejected(verdict(leaf -> leaf.name = principal, identity), Reason.IDENTITY, "but was of []");
  }

  @Test
  void takesIssuerOfFulciosFirstVersion() {
    var raw = ISSUER.getBytes(StandardCharsets.UTF_8);
    var id = new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.1");

    verified(
        verdict(
            leaf -> leaf.issuer = builder -> builder.addExtension(id, false, raw),
            TestSigstore.IDENTITY));
  }

  @Test
  void refusesCertificateWithoutIssuerWhateverThePattern() {
    var any = Pattern.compile(".*");

    rejected(
        verdict(leaf -> leaf.issuer = builder -> {}, CertificateIdentity.of(NAME, any)),
        Reason.IDENTITY,
        "but was of [%s] of no issuer".formatted(NAME));
  }

  /** A private authority's certificates name none. */
  @Test
  void takesCertificateWithoutIssuerWhenAskedTo() {
    Consumer<Leaf> none = leaf -> leaf.issuer = builder -> {};
    var pattern = Pattern.compile("https://ci\\.test/.*");

    verified(verdict(none, CertificateIdentity.withoutIssuer(NAME)));
    verified(verdict(none, CertificateIdentity.withoutIssuer(pattern)));
    rejected(
        verdict(none, CertificateIdentity.withoutIssuer(NAME + "2")),
        Reason.IDENTITY,
        "Expected a certificate of [%s2 of no issuer] but was of".formatted(NAME));
    rejected(
        verdict(CertificateIdentity.withoutIssuer(NAME)),
        Reason.IDENTITY,
        "but was of [%s] of %s".formatted(NAME, ISSUER));
  }

  private static GeneralName otherName(String type, String value) {
    return new GeneralName(
        GeneralName.otherName,
        new OtherName(new ASN1ObjectIdentifier(type), new DERUTF8String(value)));
  }

  private Verdict verdict(CertificateIdentity expected) {
    return verdict(leaf -> {}, expected);
  }

  private Verdict verdict(Consumer<Leaf> change, CertificateIdentity expected) {
    return TestSigstore.statement(sigstore.identity(change))
        .logged(sigstore.rekor, SIGNED)
        .verdict(SigstoreVerifier.of(sigstore.root(), expected));
  }
}
