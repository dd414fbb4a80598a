package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.AttestationQuery;
import dev.referrers.Verification;
import dev.referrers.VerificationReport;
import dev.referrers.VerificationReport.Judged;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.bundle.SigstoreVerifier;
import dev.referrers.bundle.VerificationPolicy;
import dev.referrers.cosign.CosignTags;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Keyless signatures that cosign keeps under tags, with the promise of a log and a timestamp, of a
 * sigstore instance without the internet.
 */
class KeylessTagsInterop {

  private static final VerificationPolicy STAMPED =
      VerificationPolicy.DEFAULT.withSignedTimestamps(1);

  @AutoClose private static Sigstore sigstore;

  @TempDir Path data;
  @TempDir Path home;

  @BeforeAll
  static void startSigstore(@TempDir Path services) {
    sigstore = Sigstore.start(services);
  }

  @ParameterizedTest
  @CsvSource({"olareg, 2", "olareg, 3", "distribution, 2", "distribution, 3"})
  void weVerifyWhatCosignStores(String kind, int version) throws IOException {
    try (Peer peer = Peer.start(kind, data)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      String reference = peer.host() + "/acme/api@" + image.digest();
      Client cosign = cosign(version);

      run(version, cosign, "sign", reference, "-a", "by=them");
      run(version, cosign, "attest", reference, "--predicate", sbom(), "--type", "spdxjson");

      var signed = Expectation.SIGNATURE.withClaims(Map.of("by", "them"));
      for (Expectation expected : List.of(signed, Expectation.attestation("spdxjson"))) {
        assertThat(verdicts(repository, image, Sigstore.EMAIL, expected))
            .singleElement()
            .isInstanceOf(Verdict.Verified.class);
        assertThat(verdicts(repository, image, "somebody@example.org", expected))
            .singleElement()
            .extracting("reason")
            .isEqualTo(Verdict.Reason.IDENTITY);
      }
    }
  }

  /**
   * cosign 2 has the envelope stamped, cosign 3 the signature in it, as for bundles; and that
   * cosign itself does not take.
   */
  @ParameterizedTest
  @CsvSource({"2, true", "3, false"})
  void theTimestampOfAnAttestationIsOverEither(int version, boolean envelope) throws IOException {
    try (Peer peer = Peer.start("olareg", data)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");
      String reference = peer.host() + "/acme/api@" + image.digest();
      Client cosign = cosign(version);
      run(version, cosign, "attest", reference, "--predicate", sbom(), "--type", "spdxjson");

      Attestation attestation =
          CosignTags.in(repository)
              .list(image.digest(), AttestationQuery.ATTESTATIONS)
              .get(0)
              .attestation();

      assertThat(verify(attestation, image)).isInstanceOf(Verdict.Verified.class);
      assertThat(verify(stampedSignature(attestation), image) instanceof Verdict.Verified)
          .isNotEqualTo(envelope);
      assertThat(cosignVerifies(cosign, reference)).isEqualTo(envelope);
    }
  }

  /** The same, but with a timestamp that may not be over the envelope. */
  private static Attestation stampedSignature(Attestation attestation) {
    var material = attestation.material();
    var response = material.timestamps().get(0).timeStampResp();
    return attestation.withMaterial(
        material.withTimestamps(List.of(new SignedTimestamp(response))));
  }

  private static Verdict verify(Attestation attestation, Descriptor image) throws IOException {
    return sigstore
        .verifier(Sigstore.EMAIL)
        .withPolicy(STAMPED)
        .verify(attestation, Subject.of(image.digest()), Expectation.ANY);
  }

  private static boolean cosignVerifies(Client cosign, String reference) {
    List<String> words =
        new ArrayList<>(
            List.of("verify-attestation", "--type", "spdxjson", "--use-signed-timestamps"));
    words.addAll(sigstore.expectedBy(Sigstore.EMAIL));
    words.add(reference);
    try {
      return cosign.run(words.toArray(String[]::new)).contains("payload");
    } catch (AssertionError e) {
      assertThat(e).hasMessageContaining("hashed messages don't match");
      return false;
    }
  }

  private void run(int version, Client cosign, String command, String... rest) throws IOException {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(sigstore.services());
    if (version == 3) {
      words.addAll(List.of("--new-bundle-format=false", "--use-signing-config=false"));
    }
    words.addAll(List.of(rest));
    cosign.run(words.toArray(String[]::new));
  }

  private Client cosign(int version) throws IOException {
    return sigstore.trustedBy(version == 2 ? Client.cosign2(home) : Client.cosign(home), home);
  }

  private String sbom() throws IOException {
    return Files.writeString(home.resolve("sbom.json"), "{\"spdxVersion\":\"SPDX-2.3\"}")
        .toString();
  }

  private static List<Verdict> verdicts(
      Repository repository, Descriptor image, String email, Expectation expected)
      throws IOException {
    SigstoreVerifier verifier = sigstore.verifier(email).withPolicy(STAMPED);
    VerificationReport report =
        Verification.of(CosignTags.in(repository), verifier)
            .verify(Subject.of(image.digest()), expected);
    return report.results().stream().map(result -> ((Judged) result).verdict()).toList();
  }
}
