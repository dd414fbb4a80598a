package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.Signer;
import dev.referrers.attestation.SimpleSigning;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.Verdict;
import dev.referrers.error.SigningServiceException;
import dev.referrers.key.KeySigner;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing with logs of Rekor v1. */
class RekorV1Test {

  private static final CertificateIdentity BUILDER =
      CertificateIdentity.of(TestServices.EMAIL, TestSigstore.ISSUER);
  private static final String ENTRIES = "/base/api/v1/log/entries";

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
  void anEnvelopeIsLoggedAsSuch() throws IOException {
    var payload = Statement.signature(TestSigstore.SUBJECT.digest(), Map.of("by", "ü")).bytes();

    Signer.Signed signed =
        signer().sign(Envelope.preAuthenticationEncoding(Envelope.IN_TOTO, payload));

    var signatures = List.of(Envelope.Signature.of(signed.value()));
    var envelope = new Envelope(Envelope.IN_TOTO, payload, signatures);
    assertThat(entry(signed).kind()).isEqualTo("dsse");
    assertVerified(Attestation.of(envelope, signed.material()));
  }

  @Test
  void anyOtherMessageIsLoggedByItsHash() throws IOException {
    Signer.Signed signed = signer().sign(TestSigstore.IMAGE);

    var content = new MessageSignature(signed.value(), Digest.sha256(TestSigstore.IMAGE));
    assertThat(entry(signed).kind()).isEqualTo("hashedrekord");
    assertVerified(Attestation.of(content, signed.material()));
  }

  @Test
  void aSimpleSigningPayloadIsAMessage() throws IOException {
    var payload =
        ByteString.encodeUtf8(
            """
            {"critical":{"identity":{"docker-reference":"registry.test/api"},\
            "image":{"docker-manifest-digest":"%s"},\
            "type":"cosign container image signature"},"optional":null}"""
                .formatted(TestSigstore.SUBJECT.digest()));

    Signer.Signed signed = signer().sign(payload);

    assertVerified(Attestation.of(new SimpleSigning(payload, signed.value()), signed.material()));
  }

  @Test
  void thePromiseTellsTheTime_soNobodyStamps() throws IOException {
    Signer.Signed signed = signer().sign(TestSigstore.IMAGE);

    assertThat(signed.material().timestamps()).isEmpty();
    assertThat(entry(signed).integratedTime()).isEqualTo(TestSigstore.SIGNED);
    assertThat(entry(signed).signedEntryTimestamp()).isNotNull();
    assertThat(entry(signed).logIndex()).isEqualTo(1000);
    assertRequests("POST /base/api/v2/signingCert", "POST " + ENTRIES);
  }

  /** Each key's own hash goes with the entry. */
  @ParameterizedTest
  @CsvSource({"EC,256", "EC,384", "EC,521", "RSA,2048", "Ed25519,255"})
  void takesMessagesByEveryKey(String algorithm, int size) throws Exception {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    KeyPair keys = generator.generateKeyPair();

    Signer.Signed signed = logged(keys).sign(TestSigstore.IMAGE);

    var content = new MessageSignature(signed.value(), null);
    assertThat(
            SigstoreVerifier.of(services.sigstore.root(), keys.getPublic())
                .verify(
                    Attestation.of(content, signed.material()),
                    TestSigstore.SUBJECT,
                    Expectation.ANY))
        .isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void theLogsRefusalOfAKeyIsTold() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(384);
    var envelope = Envelope.preAuthenticationEncoding(Envelope.IN_TOTO, TestSigstore.IMAGE);

    assertThat(logged(rsaKeys()).sign(envelope)).isNotNull();
    assertThatThrownBy(() -> logged(generator.generateKeyPair()).sign(envelope))
        .isInstanceOf(SigningServiceException.class)
        .hasMessageContaining("error processing entry: could not verify envelope");
  }

  /** The signer of an envelope gives it no other form. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DSSEv1 ",
        "DSSEv1 x",
        "DSSEv1 1 a 5 hell",
        "DSSEv1 01 a 5 hello",
        "DSSEv1 2 a 5 hello",
        "DSSEv1 -1 a 5 hello",
        "DSSEv1 99999999999 a 5 hello",
        "DSSEv1 1 a"
      })
  void whatOnlyLooksLikeAnEnvelopesMessageIsLoggedByItsHash(String message) throws IOException {
    Signer.Signed signed = signer().sign(ByteString.encodeUtf8(message));

    assertThat(entry(signed).kind()).isEqualTo("hashedrekord");
  }

  @Test
  void whatIsThereAlreadyIsFetched() throws Exception {
    KeyPair keys = rsaKeys();
    logged(Signing.ecKeys()).sign(TestSigstore.IMAGE);
    Signer.Signed first = logged(keys).sign(TestSigstore.IMAGE);
    services.loggedTime = TestSigstore.SIGNED.plusSeconds(60);
    logged(Signing.ecKeys()).sign(TestSigstore.IMAGE);
    services.requests.clear();

    Signer.Signed second = logged(keys).sign(TestSigstore.IMAGE);

    assertThat(entry(second).integratedTime()).isEqualTo(TestSigstore.SIGNED);
    assertThat(entry(second).signedEntryTimestamp()).isEqualTo(entry(first).signedEntryTimestamp());
    assertThat(services.requests).hasSize(2);
    assertThat(services.requests.get(1).getTarget()).matches(ENTRIES + "/[0-9a-f]{80}");
  }

  @Test
  void whatIsThereAlreadyIsLookedForNowhereElse() throws Exception {
    KeyPair keys = rsaKeys();
    logged(keys).sign(TestSigstore.IMAGE);

    services.location = "https://elsewhere.test/x/";
    assertThat(logged(keys).sign(TestSigstore.IMAGE)).isNotNull();
    services.location = services.url() + "/not-an-id?";
    assertThatThrownBy(() -> logged(keys).sign(TestSigstore.IMAGE))
        .isInstanceOf(SigningServiceException.class)
        .hasMessageContaining(
            ENTRIES + ": expected status 200 or 201 but was 409 {\"code\":409,\"message\":\"an");
  }

  @Test
  void refusesAnEntryOfAnother() throws Exception {
    var first = new ArrayList<String>();
    services.answeredV1 =
        json -> {
          first.add(json);
          return first.get(0);
        };

    assertThat(signer().sign(TestSigstore.IMAGE)).isNotNull();
    assertRefused("Expected a log entry of this signature but was of another");
  }

  /** The log has one entry here, so its size is 1, and its index there 0. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "treeSize":1 | "treeSize":2 | Expected a checkpoint of size 2 and root hash
          "treeSize":1 | "treeSize":0 | expected 1 to 9223372036854775807 but was 0
          "logIndex":0 | "logIndex":1 | Expected an inclusion proof to root hash
          "logIndex":0 | "logIndex":-1 | expected 0 to 9223372036854775807 but was -1 at $.0000
          "logIndex":1000 | "logIndex":"1000" | expected a number but was a string
          "integratedTime":1748779200 | "integratedTime":0 | expected 1 to 253402300799 but was 0
          "signedEntryTimestamp":" | "none":" | expected a value but was missing
          "inclusionProof": | "none": | expected a value but was missing
          4242\\n1\\n | 4242\\n2\\n | Expected a checkpoint of size 1 and root hash
          "checkpoint":" | "checkpoint":"\\n\\n | Checkpoint: expected an origin
          "logID":" | "logID":"x | Unexpected hex
          """)
  void refusesAnAnswerThatIsOdd(String was, String is, String message) {
    services.answeredV1 = json -> json.replace(was, is);

    assertRefused(message);
  }

  @Test
  void refusesTheTimeOfAfterTheCertificate() {
    services.loggedTime = TestSigstore.SIGNED.plus(Duration.ofHours(1));

    assertRefused(
        "expected a certificate that is valid when it signed, at 2025-06-01T13:00:00Z, but it is"
            + " from 2025-06-01T11:59:00Z to 2025-06-01T12:09:00Z");
  }

  private KeylessSigner signer() {
    return services.signer(services.configV1());
  }

  private LoggedSigner logged(KeyPair keys) {
    return LoggedSigner.of(KeySigner.of(keys), keys.getPublic(), services.configV1());
  }

  private static KeyPair rsaKeys() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static LogEntry entry(Signer.Signed signed) {
    return signed.material().logEntries().get(0);
  }

  private void assertVerified(Attestation attestation) {
    assertThat(
            SigstoreVerifier.of(services.sigstore.root(), BUILDER)
                .verify(attestation, TestSigstore.SUBJECT, Expectation.ANY))
        .isInstanceOf(Verdict.Verified.class);
  }

  private void assertRequests(String... expected) {
    assertThat(services.requests)
        .extracting(request -> request.getMethod() + " " + request.getTarget())
        .containsExactly(expected);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> signer().sign(TestSigstore.IMAGE))
        .isInstanceOf(SigningServiceException.class)
        .hasMessageContaining(message);
  }
}
