package dev.referrers.bundle;

import static dev.referrers.bundle.TestSigstore.SIGNED;
import static dev.referrers.bundle.Verdicts.rejected;
import static dev.referrers.bundle.Verdicts.verified;

import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.bundle.TestSigstore.Signed;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntryBodyTest {

  private static final TestSigstore sigstore = new TestSigstore();
  private final Signed signed = TestSigstore.statement(sigstore.identity());

  /** A kind of entry: what a log keeps of a signature by a certificate over a message. */
  interface Kind {

    /**
     * What a log would keep.
     *
     * @param signed whose message and payload it holds
     * @param signature may be another
     * @param certificate may be another
     */
    LogBody of(Signed signed, ByteString signature, ByteString certificate);
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        (s, sig, cert) -> LogBody.hashedRekord(s.message(), sig, pem(cert)),
        (s, sig, cert) -> LogBody.hashedRekordV2(s.message(), sig, cert),
        (s, sig, cert) -> LogBody.dsse(s.payload(), sig, pem(cert)),
        (s, sig, cert) -> LogBody.dsseV2(s.payload(), sig, cert),
        (s, sig, cert) -> LogBody.intoto(s.payload(), sig, pem(cert)),
        (s, sig, cert) -> LogBody.intotoWithoutSignature(s.payload(), pem(cert)));
  }

  private static ByteString pem(ByteString certificate) {
    return Signing.pem("CERTIFICATE", certificate);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void acceptsEveryKindOfSignature(Kind kind) {
    verified(verdict(kind.of(signed, signed.signature(), signed.by().certificate())));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void refusesOtherCertificateOfTheSameKey(Kind kind) {
    var renewed = sigstore.leaf().issue(sigstore.fulcio, signed.by().keys());

    rejected(
        verdict(kind.of(signed, signed.signature(), renewed)),
        Reason.LOG_ENTRY,
        "Expected a log entry with the certificate that signed but was with another");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void refusesOtherContent(Kind kind) {
    var other = TestSigstore.statement(signed.by(), ByteString.encodeUtf8("{}"));

    rejected(
        verdict(kind.of(other, signed.signature(), signed.by().certificate())),
        Reason.LOG_ENTRY,
        "Expected a log entry with the SHA-256 ");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void refusesOtherSignature(Kind kind) {
    var other = TestSigstore.statement(signed.by());
    var body = kind.of(signed, other.signature(), signed.by().certificate());

    if (body.version().equals("0.0.1") && body.kind().equals("intoto")) {
      verified(verdict(body)); // has none: it says that the certificate's key signed the payload
    } else {
      rejected(
          verdict(body),
          Reason.LOG_ENTRY,
          "Expected a log entry of this signature but was of another");
    }
  }

  @Test
  void refusesBareKeyWhereACertificateSigned() {
    var key = Signing.pem("PUBLIC KEY", Signing.spki(signed.by().keys()));

    rejected(
        verdict(LogBody.dsse(signed.payload(), signed.signature(), key)),
        Reason.LOG_ENTRY,
        "Expected a log entry with the certificate that signed but was with another");
  }

  @Test
  void refusesEnvelopesEntryForAMessage() {
    var message = TestSigstore.message(signed.by());
    var body = LogBody.dsse(message.payload(), message.signature(), signed.by().pem());

    rejected(
        message.logged(sigstore.rekor.entry(body, SIGNED)).verdict(sigstore.verifier()),
        Reason.LOG_ENTRY,
        "Expected a log entry of a signature over a message but was dsse 0.0.1");
  }

  @Test
  void refusesOtherKindThanAnnounced() {
    var body = new LogBody("hashedrekord", "0.0.1", signed.body().json());

    rejected(
        verdict(body),
        Reason.LOG_ENTRY,
        "Expected a log entry of kind hashedrekord 0.0.1 but was dsse 0.0.1");
  }

  @Test
  void refusesPemWhoseEndsOverlap() {
    var pem = ByteString.encodeUtf8("-----BEGIN CERTIFICATE-----END CERTIFICATE-----");

    rejected(
        verdict(LogBody.dsse(signed.payload(), signed.signature(), pem)),
        Reason.MALFORMED,
        "Log entry's spec: expected one PEM certificate or public key but was not at ");
  }

  @Test
  void refusesKindsThatAreNoSignatures() {
    var json = ByteString.encodeUtf8("{\"apiVersion\":\"0.0.1\",\"kind\":\"rekord\",\"spec\":{}}");

    rejected(
        verdict(new LogBody("rekord", "0.0.1", json)),
        Reason.MALFORMED,
        "Log entry: expected a kind for signatures but was rekord 0.0.1 at $.kind");
  }

  @Test
  void refusesTextBehindTheBodyAndRepeatedMembers() {
    var json = signed.body().json().utf8();
    var trailing = ByteString.encodeUtf8(json + "{}");
    var repeated =
        ByteString.encodeUtf8(json.replace("\"signatures\":", "\"signatures\":[],\"signatures\":"));

    rejected(verdict(new LogBody("dsse", "0.0.1", trailing)), Reason.MALFORMED, "Log entry: ");
    rejected(
        verdict(new LogBody("dsse", "0.0.1", repeated)),
        Reason.MALFORMED,
        "expected every member once but this one is repeated");
  }

  private Verdict verdict(LogBody body) {
    signed.entries().clear();
    return signed.logged(sigstore.rekor.entry(body, SIGNED)).verdict(sigstore.verifier());
  }
}
