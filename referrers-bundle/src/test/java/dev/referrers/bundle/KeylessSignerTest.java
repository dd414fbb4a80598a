package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Signer;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Verdict;
import dev.referrers.error.CredentialException;
import dev.referrers.error.SigningServiceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import okio.ByteString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeylessSignerTest {

  private static final ByteString MESSAGE = ByteString.encodeUtf8("a message, über alles");
  private static final CertificateIdentity BUILDER =
      CertificateIdentity.of(TestServices.EMAIL, TestSigstore.ISSUER);

  private TestServices services;

  @BeforeEach
  void start() throws IOException {
    services = TestServices.start();
  }

  @AfterEach
  void stop() {
    services.close();
  }

  @Test
  void whatItSignsVerifies() throws IOException {
    var payload = Statement.signature(TestSigstore.SUBJECT.digest(), Map.of()).bytes();

    Signer.Signed signed =
        services.signer().sign(Envelope.preAuthenticationEncoding(Envelope.IN_TOTO, payload));

    var signature = List.of(Envelope.Signature.of(signed.value()));
    var envelope = new Envelope(Envelope.IN_TOTO, payload, signature);
    var attestation = Attestation.of(envelope, signed.material());
    assertThat(
            SigstoreVerifier.of(services.sigstore.root(), BUILDER)
                .verify(attestation, TestSigstore.SUBJECT, Expectation.SIGNATURE))
        .isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void asksEachServiceOnce_belowItsUrl() throws IOException {
    services.signer().sign(MESSAGE);

    assertThat(services.requests)
        .extracting(request -> request.getMethod() + " " + request.getTarget())
        .containsExactly(
            "POST /base/api/v2/signingCert", "POST /base/stamp", "POST /base/api/v2/log/entries");
  }

  @Test
  void severalMessagesHaveOneCertificateAndTheirOwnEntries() throws IOException {
    List<Signer.Signed> signed =
        services.signer().signAll(List.of(MESSAGE, ByteString.encodeUtf8("another")));

    assertThat(services.requests)
        .extracting(request -> request.getTarget())
        .containsExactly(
            "/base/api/v2/signingCert",
            "/base/stamp",
            "/base/api/v2/log/entries",
            "/base/stamp",
            "/base/api/v2/log/entries");
    assertThat(signed.get(0).material().keyMaterial())
        .isEqualTo(signed.get(1).material().keyMaterial());
    assertThat(signed.get(0).material().logEntries())
        .isNotEqualTo(signed.get(1).material().logEntries());
  }

  @Test
  void refusesAnExpiredTokenBeforeAnythingIsAsked() {
    String token = TestServices.token(TestSigstore.SIGNED);
    var signer =
        KeylessSigner.of(services.config(), () -> token).withClock(() -> TestSigstore.SIGNED);

    assertThatThrownBy(() -> signer.sign(MESSAGE))
        .isInstanceOf(CredentialException.class)
        .hasMessage(
            "Credentials from identity token: expected a token that is valid at"
                + " 2025-06-01T12:00:00Z but it expired at 2025-06-01T12:00:00Z");
    assertThat(services.requests).isEmpty();
  }

  @Test
  void refusesACertificateForAnotherKey() {
    services.certified = keys -> Signing.ecKeys();

    assertRefused("expected a certificate for our key but it is for another");
  }

  @Test
  void refusesPemThatIsCutShort() {
    services.instead =
        new MockResponse.Builder()
            .body(
                """
                {"signedCertificateEmbeddedSct":{"chain":{"certificates":\
                ["-----BEGIN CERTIFICATE-----END CERTIFICATE-----"]}}}""")
            .build();

    assertRefused("expected a PEM CERTIFICATE but was not at $");
  }

  @Test
  void refusesACertificateForAnotherAddress() {
    services.leaf =
        leaf -> {
          leaf.name = new GeneralName(GeneralName.rfc822Name, "mallory@example.org");
          return leaf;
        };

    assertRefused(
        "expected a certificate of identity token of builder@example.org of"
            + " [https://token.ci.test] but was of [mallory@example.org] of https://token.ci.test");
  }

  @Test
  void refusesACertificateByAnotherIssuer() {
    var issuer = new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.8");
    services.leaf =
        leaf -> {
          leaf.issuer =
              builder ->
                  builder.addExtension(issuer, false, new DERUTF8String("https://mallory.test"));
          return leaf;
        };

    assertRefused("but was of [builder@example.org] of https://mallory.test");
  }

  @Test
  void refusesACertificateForAnotherThanTheExpectedIdentity() throws IOException {
    var other = CertificateIdentity.of("other@example.org", TestSigstore.ISSUER);

    assertThat(services.signer().withIdentity(BUILDER).sign(MESSAGE)).isNotNull();
    assertThatThrownBy(() -> services.signer().withIdentity(other).sign(MESSAGE))
        .isInstanceOf(SigningServiceException.class)
        .hasMessageContaining("expected a certificate of other@example.org of");
  }

  @Test
  void refusesATimestampOverSomethingElse() {
    services.stamped =
        request -> {
          var generator = new TimeStampRequestGenerator();
          generator.setCertReq(true);
          return generator.generate(
              TSPAlgorithms.SHA256, MESSAGE.sha256().toByteArray(), request.getNonce());
        };

    assertRefused("expected a timestamp over the signature but was not");
  }

  @Test
  void refusesATimestampFromAfterTheCertificate() {
    services.stampTime = TestSigstore.SIGNED.plus(Duration.ofHours(1));

    assertRefused(
        "expected a certificate that is valid when it signed, at 2025-06-01T13:00:00Z, but it is"
            + " from 2025-06-01T11:59:00Z to 2025-06-01T12:09:00Z");
  }

  @Test
  void refusesALogEntryOfAnotherHash() {
    services.logged = body -> replaced(body, MESSAGE.sha256(), ByteString.EMPTY.sha256());

    assertRefused("Expected a log entry with the SHA-256");
  }

  @Test
  void refusesALogEntryOfAnotherSignatureOrCertificate() {
    services.logged =
        body ->
            LogBody.hashedRekordV2(
                MESSAGE, ByteString.encodeUtf8("signature"), ByteString.EMPTY.sha256());

    assertRefused("Expected a log entry of this signature but was of another");
  }

  @Test
  void tellsWhatAServiceSays() {
    services.instead =
        new MockResponse.Builder().code(403).body("{\"message\":\"who\\u0007\"}\u0007").build();

    assertRefused(
        ":%d/base/api/v2/signingCert: expected status 200 or 201 but was 403 {\"message\":\"who\\u0007\"}?"
            .formatted(port()));
  }

  @Test
  void tellsNoToken_evenIfAServiceDoes() {
    String token = TestServices.token(TestSigstore.SIGNED.plusSeconds(60));
    services.instead = new MockResponse.Builder().code(400).body("bad " + token + "!").build();

    assertThatThrownBy(() -> services.signer().sign(MESSAGE))
        .hasMessageContaining("but was 400 bad …!")
        .hasMessageNotContaining(token);
  }

  @Test
  void refusesARefusalOfATimestamp() {
    services.refuseStamps = true;

    assertRefused("expected a timestamp over the signature but was not: it was refused");
  }

  @Test
  void refusesAnAnswerThatIsTooLong() {
    services.instead = new MockResponse.Builder().body("x".repeat((1 << 20) + 1)).build();

    assertRefused("expected at most 1048576 bytes but there are more");
  }

  @Test
  void followsNoRedirect() {
    services.instead =
        new MockResponse.Builder().code(307).setHeader("Location", "/elsewhere").build();

    assertRefused("expected status 200 or 201 but was 307");
    assertThat(services.requests).hasSize(1);
  }

  @Test
  void waitsNoLongerThanTheTimeout() {
    services.instead =
        new MockResponse.Builder().body("{}").headersDelay(20, TimeUnit.SECONDS).build();
    var signer = services.signer().withTimeout(Duration.ofMillis(50));

    assertThatThrownBy(() -> signer.sign(MESSAGE))
        .isInstanceOf(SigningServiceException.class)
        .hasMessageContaining("expected an answer but there is none: timeout");
  }

  @Test
  void endsWhenInterrupted() {
    services.instead =
        new MockResponse.Builder().body("{}").headersDelay(20, TimeUnit.SECONDS).build();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> services.signer().sign(MESSAGE))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void registersNoProvider() throws IOException {
    services.signer().sign(MESSAGE);

    assertThat(Security.getProvider("BC")).isNull();
  }

  private int port() {
    return URI.create(services.url()).getPort();
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> services.signer().sign(MESSAGE))
        .isInstanceOf(SigningServiceException.class)
        .hasMessageContaining(message);
  }

  private static LogBody replaced(LogBody body, ByteString from, ByteString to) {
    String json = body.json().utf8().replace(from.base64(), to.base64());
    return new LogBody(body.kind(), body.version(), ByteString.encodeUtf8(json));
  }
}
