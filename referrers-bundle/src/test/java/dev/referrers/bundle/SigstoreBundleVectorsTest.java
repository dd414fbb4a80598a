package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.Statement;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.attestation.VerificationMaterial.KeyHint;
import dev.referrers.attestation.VerificationMaterial.KeyMaterial;
import dev.referrers.bundle.Bundles.Vector;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.stream.Stream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SigstoreBundleVectorsTest {

  static Stream<Vector> writtenByCosign() {
    return Bundles.vectors().filter(vector -> !vector.name().startsWith("hand-"));
  }

  static Stream<Vector> envelopes() {
    return writtenByCosign().filter(vector -> vector.expected("kind").equals("bundle-dsse"));
  }

  static Stream<Vector> statements() {
    return envelopes().filter(vector -> vector.expected("payloadType").equals(Envelope.IN_TOTO));
  }

  @Test
  void vectorsAreThere() {
    assertThat(writtenByCosign()).hasSize(42);
    assertThat(statements()).hasSize(41);
  }

  @ParameterizedTest
  @MethodSource("writtenByCosign")
  void keepsTheBytesAndTheMediaType(Vector vector) throws IOException {
    var attestation = SigstoreBundle.parse(vector.bytes());

    assertThat(SigstoreBundle.write(attestation)).isEqualTo(vector.bytes());
    assertThat(SigstoreBundle.mediaType(attestation)).isEqualTo(vector.expected("bundleMediaType"));
  }

  @ParameterizedTest
  @MethodSource("envelopes")
  void readsTheEnvelope(Vector vector) throws IOException {
    var envelope = (Envelope) SigstoreBundle.parse(vector.bytes()).content();

    assertThat(envelope.payloadType()).isEqualTo(vector.expected("payloadType"));
    assertThat(envelope.signatures()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("statements")
  void readsTheStatement(Vector vector) throws IOException {
    var envelope = (Envelope) SigstoreBundle.parse(vector.bytes()).content();
    var statement = Statement.parse(envelope.payload());
    var subject = Digest.parse(String.valueOf(vector.expected("subject")));

    assertThat(statement.type()).isEqualTo(vector.expected("statementType"));
    assertThat(statement.predicateType()).isEqualTo(vector.expected("predicateType"));
    assertThat(statement.subject().stream().anyMatch(each -> each.matches(subject)))
        .isEqualTo(vector.expected("subjectMatches"));
  }

  @ParameterizedTest
  @MethodSource("writtenByCosign")
  void readsTheVerificationMaterial(Vector vector) throws IOException {
    var material = SigstoreBundle.parse(vector.bytes()).material();

    assertThat(nameOf(material.keyMaterial())).isEqualTo(vector.expected("verificationMaterial"));
    assertThat(material.logEntries()).isEmpty();
    assertThat(material.timestamps()).isEmpty();
  }

  @Test
  void readsTheMessageSignature() throws IOException {
    var vector = only("cosign3-msgsig");
    var signature = (MessageSignature) SigstoreBundle.parse(vector.bytes()).content();

    assertThat(vector.expected("kind")).isEqualTo("bundle-message");
    assertThat(signature.messageDigest()).hasToString(vector.expected("subject").toString());
    assertThat(signature.signature().size()).isBetween(70, 72);
  }

  @ParameterizedTest
  @MethodSource("writtenByCosign")
  void writesTheSameBytesAnew(Vector vector) throws IOException {
    var attestation = SigstoreBundle.parse(vector.bytes());

    assertThat(SigstoreBundle.writeWithChain(withoutOriginal(attestation)))
        .isEqualTo(withoutRandomSpaces(vector.bytes()));
  }

  /** Protobuf's encoder for Go puts a space behind each comma in some builds, cosign 2.6's too. */
  private static ByteString withoutRandomSpaces(ByteString json) {
    return ByteString.encodeUtf8(json.utf8().replace("}, \"", "},\"").replace("\", \"", "\",\""));
  }

  static Attestation withoutOriginal(Attestation attestation) {
    return Attestation.of(attestation.content(), attestation.material());
  }

  private static Vector only(String name) {
    return Bundles.vectors().filter(vector -> vector.name().equals(name)).findFirst().orElseThrow();
  }

  private static String nameOf(@Nullable KeyMaterial key) {
    if (key instanceof KeyHint) {
      return "publicKey";
    }
    return key instanceof CertificateChain chain && chain.certificates().size() == 1
        ? "certificate"
        : "x509CertificateChain";
  }
}
