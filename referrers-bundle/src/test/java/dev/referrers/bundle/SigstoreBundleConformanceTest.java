package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Attestation;
import dev.referrers.bundle.Bundles.ConformanceCase;
import dev.referrers.error.MalformedContentException;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SigstoreBundleConformanceTest {

  /** The cases whose fault is one of the format; the faults of all others are for a verifier. */
  private static final Map<String, String> FORMAT_FAULTS =
      Map.of(
          "bundle-empty-certificate-chain_fail",
          "expected a certificate but there is none"
              + " at $.verificationMaterial.x509CertificateChain.certificates",
          "bundle-invalid-base64-signature_fail",
          "expected base64 but was not at $.messageSignature.signature",
          "bundle-malformed-json_fail",
          "string without an end at byte 4207",
          "bundle-negative-log-index_fail",
          "expected an integer of 64 bits that is not negative but was -1"
              + " at $.verificationMaterial.tlogEntries[0].logIndex",
          "bundle-unknown-version_fail",
          "expected a bundle of version 0.1, 0.2 or 0.3"
              + " but was application/vnd.dev.sigstore.bundle+json;version=99.9 at $.mediaType",
          "bundle-with-root-cert_fail",
          "expected no root certificate but this is one"
              + " at $.verificationMaterial.x509CertificateChain.certificates[1].rawBytes",
          "intoto-missing-inclusion-proof_fail",
          "expected a value but was missing"
              + " at $.verificationMaterial.tlogEntries[0].inclusionProof",
          "invalid-inclusion-proof_fail",
          "expected a value but was missing"
              + " at $.verificationMaterial.tlogEntries[0].inclusionProof.checkpoint",
          "rekor2-no-inclusion-proof_fail",
          "expected a value but was missing"
              + " at $.verificationMaterial.tlogEntries[0].inclusionProof",
          // meant to show a wrong time, but its base64 has line breaks
          "rekor2-timestamp-with-incorrect-time_fail",
          "expected base64 but was not at $.verificationMaterial"
              + ".timestampVerificationData.rfc3161Timestamps[0].signedTimestamp");

  static Stream<ConformanceCase> wellFormed() {
    return Bundles.conformanceCases().filter(each -> !FORMAT_FAULTS.containsKey(each.name()));
  }

  static Stream<ConformanceCase> malformed() {
    return Bundles.conformanceCases().filter(each -> FORMAT_FAULTS.containsKey(each.name()));
  }

  @Test
  void casesAreThere() {
    assertThat(Bundles.conformanceCases()).hasSize(70);
    assertThat(Bundles.conformanceCases().filter(ConformanceCase::accepted)).hasSize(21);
    assertThat(malformed()).hasSize(10).noneMatch(ConformanceCase::accepted);
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void readsWhatIsWellFormed(ConformanceCase each) throws IOException {
    var attestation = SigstoreBundle.parse(each.bytes());

    assertThat(attestation.material().logEntries()).hasSize(1);
    assertThat(SigstoreBundle.write(attestation)).isEqualTo(each.bytes());
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void refusesFaultsOfTheFormat(ConformanceCase each) {
    assertThatThrownBy(() -> SigstoreBundle.parse(each.bytes()))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Bundle: " + FORMAT_FAULTS.get(each.name()));
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void writesAllThatWasRead(ConformanceCase each) throws IOException {
    var attestation = SigstoreBundle.parse(each.bytes());
    var anew = Attestation.of(attestation.content(), attestation.material());

    var written = SigstoreBundle.parse(SigstoreBundle.write(anew));

    assertThat(written.content()).isEqualTo(attestation.content());
    assertThat(written.material()).isEqualTo(attestation.material());
    assertThat(SigstoreBundle.mediaType(written)).isEqualTo(SigstoreBundle.MEDIA_TYPE);
  }
}
