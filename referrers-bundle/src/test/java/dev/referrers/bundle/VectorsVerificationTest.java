package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.attestation.Verdict.Rejected;
import dev.referrers.attestation.Verdict.Verified;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.bundle.Bundles.Vector;
import dev.referrers.key.KeyVerifier;
import dev.referrers.key.PublicKeys;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an implementation independent of ours found out by keys, we find out too. */
class VectorsVerificationTest {

  private static final Path KEYS = Path.of("src/test/resources/vectors/keys");

  static Stream<Vector> byKeys() {
    return Bundles.vectors()
        .filter(vector -> vector.expected("verificationMaterial").toString().startsWith("public"))
        .filter(vector -> !Integer.valueOf(2).equals(signatures(vector)));
  }

  static Stream<Vector> byCertificates() {
    return Bundles.vectors().filter(vector -> vector.name().equals("cosign3-sign-cert"));
  }

  @Test
  void vectorsAreThere() {
    assertThat(byKeys().map(VectorsVerificationTest::signer).distinct())
        .containsExactlyInAnyOrder(
            "ec-p256", "rsa2048", "p384", "p521", "ed25519", "leaf", "nobody");
    assertThat(byCertificates()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("byKeys")
  void holdByTheirKey(Vector vector) throws IOException {
    if (vector.expected("bundleMediaType").toString().contains("0.4")) {
      return; // not read, see SigstoreBundleVariantsTest
    }
    Verdict verdict = verify(vector, signer(vector).equals("nobody") ? "leaf" : signer(vector));

    if (Boolean.FALSE.equals(vector.expected("subjectMatches"))) {
      assertThat(verdict).extracting("reason").isEqualTo(Reason.SUBJECT);
    } else if (signer(vector).equals("nobody")) {
      assertThat(verdict).extracting("reason").isEqualTo(Reason.SIGNATURE);
    } else {
      assertThat(verdict).isInstanceOf(Verified.class);
      assertThat(verify(vector, signer(vector).equals("p384") ? "p521" : "p384"))
          .isInstanceOf(Rejected.class)
          .extracting("reason")
          .isEqualTo(Reason.SIGNATURE);
    }
  }

  @ParameterizedTest
  @MethodSource("byCertificates")
  void holdByTheKeyOfTheirCertificate(Vector vector) throws IOException {
    Attestation attestation = SigstoreBundle.parse(vector.bytes());

    assertThat(attestation.material().keyMaterial()).isInstanceOf(CertificateChain.class);
    assertThat(verify(vector, "leaf")).isInstanceOf(Verified.class);
    assertThat(verify(vector, "p384")).isInstanceOf(Rejected.class);
  }

  private static Verdict verify(Vector vector, String key) throws IOException {
    var subject = Digest.parse(vector.expected("subject").toString());
    return KeyVerifier.of(key(key))
        .verify(SigstoreBundle.parse(vector.bytes()), Subject.of(subject), Expectation.ANY);
  }

  private static PublicKey key(String name) throws IOException {
    return PublicKeys.parsePem(Files.readString(KEYS.resolve(name + ".pub")));
  }

  /** The one key that verifies it. */
  private static String signer(Vector vector) {
    return vector.expected("verifiedBy") instanceof Map<?, ?> keys && !keys.isEmpty()
        ? keys.keySet().iterator().next().toString()
        : "nobody";
  }

  private static int signatures(Vector vector) {
    return vector.expected("signatures") instanceof Number number ? number.intValue() : 1;
  }
}
