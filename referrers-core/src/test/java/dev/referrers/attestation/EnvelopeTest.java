package dev.referrers.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.referrers.attestation.Envelope.Signature;
import dev.referrers.error.MalformedContentException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  private static final String HELLO_TYPE = "http://example.com/HelloWorld";
  private static final ByteString HELLO = ByteString.encodeUtf8("hello world");

  @Test
  void encodesTheExampleOfTheProtocol() {
    assertThat(Envelope.preAuthenticationEncoding(HELLO_TYPE, HELLO).utf8())
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  }

  /** Key and signature are those of dsse v1.0.2, protocol.md; the signature is r and s, bare. */
  @Test
  void encodesWhatTheProtocolsExampleSigned() throws Exception {
    var verifier = java.security.Signature.getInstance("SHA256withECDSAinP1363Format");
    verifier.initVerify(protocolKey());

    verifier.update(Envelope.preAuthenticationEncoding(HELLO_TYPE, HELLO).toByteArray());

    String sig =
        "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==";
    assertThat(verifier.verify(Base64Text.decode(sig).toByteArray())).isTrue();
  }

  /** sigstore-java 2.0.0 counts characters. */
  @Test
  void countsBytesNotCharacters() {
    var payload = ByteString.encodeUtf8("{\"é\":\"☃\"}");

    assertThat(Envelope.preAuthenticationEncoding("text/é", payload).utf8())
        .isEqualTo("DSSEv1 7 text/é 12 {\"é\":\"☃\"}");
    assertThat(Envelope.preAuthenticationEncoding("", ByteString.EMPTY).utf8())
        .isEqualTo("DSSEv1 0  0 ");
  }

  @Test
  void payloadsNeedNotBeText() {
    var payload = ByteString.decodeHex("00ff0a");

    assertThat(Envelope.preAuthenticationEncoding("t", payload).hex())
        .isEqualTo(ByteString.encodeUtf8("DSSEv1 1 t 3 ").hex() + "00ff0a");
  }

  /** The payload is 0xfbff, which is written in all of these. */
  @ParameterizedTest
  @ValueSource(strings = {"+/8=", "-_8=", "+/8", "-_8"})
  void readsEitherAlphabetWithAndWithoutPadding(String base64) throws Exception {
    Envelope envelope = parse("t", base64, "{\"sig\":\"" + base64 + "\"}");

    assertThat(envelope.payload()).isEqualTo(ByteString.decodeHex("fbff"));
    assertThat(envelope.signatures()).containsExactly(Signature.of(ByteString.decodeHex("fbff")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+_8=", "-/8=", "+/8==", "+/=", "A", "AA=", "+/8=\\n", " +/8=", "+/8=AAAA"})
  void refusesOtherBase64(String base64) {
    assertThatExceptionOfType(MalformedContentException.class)
        .isThrownBy(() -> parse("t", base64, "{\"sig\":\"AA==\"}"))
        .withMessage("Envelope: expected base64 but was not at $.payload");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | expected an object but was an array at $",
        "{\"payload\":\"\",\"payloadType\":\"t\"}"
            + " | expected a signature but there is none at $.signatures",
        "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[]}"
            + " | expected a signature but there is none at $.signatures",
        "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{}]}"
            + " | expected a value but was missing at $.signatures[0].sig",
        "{\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\"}]}"
            + " | expected a value but was missing at $.payload",
        "{\"payload\":\"\",\"signatures\":[{\"sig\":\"\"}]}"
            + " | expected a value but was missing at $.payloadType",
        "{\"payload\":\"\",\"payload\":\"\"}"
            + " | expected every member once but this one is repeated at $.payload"
      })
  void refusesWhatIsNoEnvelope(String json, String problem) {
    assertThatExceptionOfType(MalformedContentException.class)
        .isThrownBy(() -> Envelope.parse(ByteString.encodeUtf8(json)))
        .withMessage("Envelope: " + problem);
  }

  @Test
  void passesOverMembersThatItDoesNotKnow() throws Exception {
    Envelope envelope = parse("t", "AA==", "{\"sig\":\"AA==\",\"cert\":\"x\",\"keyid\":null}");

    assertThat(envelope.signatures()).containsExactly(Signature.of(ByteString.of((byte) 0)));
  }

  @Test
  void anEmptyKeyIdIsNone() throws Exception {
    Envelope envelope =
        parse("t", "AA==", "{\"sig\":\"\",\"keyid\":\"\"},{\"sig\":\"\",\"keyid\":\"k\"}");

    assertThat(envelope.signatures()).extracting(Signature::keyid).containsExactly(null, "k");
  }

  @Test
  void writesWhatItReads() throws Exception {
    var signatures = List.of(Signature.of(HELLO), new Signature(HELLO, "k"));
    var envelope = new Envelope(Envelope.IN_TOTO, HELLO, signatures);

    assertThat(envelope.toJson().utf8())
        .isEqualTo(
            "{\"payload\":\"aGVsbG8gd29ybGQ=\",\"payloadType\":\"application/vnd.in-toto+json\","
                + "\"signatures\":[{\"sig\":\"aGVsbG8gd29ybGQ=\"},"
                + "{\"sig\":\"aGVsbG8gd29ybGQ=\",\"keyid\":\"k\"}]}");
    assertThat(Envelope.parse(envelope.toJson())).isEqualTo(envelope);
  }

  @Test
  void needsASignature() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Envelope(Envelope.IN_TOTO, HELLO, List.of()))
        .withMessage("Envelope needs a signature");
  }

  private static Envelope parse(String type, String payload, String signatures)
      throws MalformedContentException {
    return Envelope.parse(
        ByteString.encodeUtf8(
            "{\"payload\":\"%s\",\"payloadType\":\"%s\",\"signatures\":[%s],\"more\":[{}]}"
                .formatted(payload, type, signatures)));
  }

  private static PublicKey protocolKey() throws GeneralSecurityException {
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    var point =
        new ECPoint(
            new BigInteger(
                "46950820868899156662930047687818585632848591499744589407958293238635476079160"),
            new BigInteger(
                "5640078356564379163099075877009565129882514886557779369047442380624545832820"));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
  }
}
