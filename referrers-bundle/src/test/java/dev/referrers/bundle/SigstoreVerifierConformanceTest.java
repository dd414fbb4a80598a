package dev.referrers.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.Moshi;
import com.squareup.moshi.Types;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.error.MalformedContentException;
import dev.referrers.key.PublicKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SigstoreVerifierConformanceTest {

  private static final Path DATA = Path.of("src/test/resources/conformance");

  /** Why those are refused that the reader of bundles takes. */
  private static final Map<String, Reason> REASONS = new TreeMap<>();

  static {
    List.of(
            "bundle-from-wrong-instance_fail",
            "checkpoint-bad-keyhint_fail",
            "checkpoint-wrong-roothash_fail",
            "dsse-mismatch-envelope_fail",
            "dsse-mismatch-sig_fail",
            "inclusion-proof-corrupted-hash_fail",
            "incorrect-public-key_fail",
            "invalid-checkpoint-signature_fail",
            "rekor2-checkpoint-missing-log-signature_fail",
            "rekor2-checkpoint-no-matching-signature_fail",
            "rekor2-dsse-mismatch-envelope_fail",
            "rekor2-dsse-mismatch-sig_fail",
            "set-invalid-signature_fail",
            "trust-root-tlog-missing-validity-start_fail",
            "wrong-hashedrekord-artifact_fail",
            "wrong-hashedrekord-cert-and-sig_fail",
            "wrong-hashedrekord-entry_fail")
        .forEach(each -> REASONS.put(each, Reason.LOG_ENTRY));
    List.of(
            "dsse-invalid-sig_fail",
            "managed-key-wrong-key_fail",
            "rekor2-dsse-invalid-sig_fail",
            "signature-mismatch_fail")
        .forEach(each -> REASONS.put(each, Reason.SIGNATURE));
    List.of(
            "integrated-time-in-future_fail",
            "intoto-expired-certificate_fail",
            "intoto-set-outside-signing-cert-validity_fail",
            "intoto-tsa-timestamp-outside-cert-validity_fail",
            "rekor2-no-timestamp_fail",
            "rekor2-timestamp-outside-trust-root-tsa-validity_fail",
            "rekor2-timestamp-outside-tsa-cert-validity_fail",
            "rekor2-timestamp-payload-mismatch_fail",
            "rekor2-timestamp-untrusted-tsa-with-embedded-cert_fail",
            "rekor2-timestamp-untrusted-tsa-without-embedded-cert_fail")
        .forEach(each -> REASONS.put(each, Reason.TIME));
    List.of("invalid-ct-key_fail", "managed-key-no-key_fail")
        .forEach(each -> REASONS.put(each, Reason.CERTIFICATE));
    List.of(
            "intoto-log-entry-mismatch_fail",
            "rekor2-checkpoint-missing-origin_fail",
            "rekor2-checkpoint-missing-root-hash_fail",
            "rekor2-checkpoint-missing-size_fail")
        .forEach(each -> REASONS.put(each, Reason.MALFORMED));
    List.of("message-digest-mismatch_fail", "wrong-material_fail")
        .forEach(each -> REASONS.put(each, Reason.SUBJECT));
  }

  record Case(Map<String, Object> members) {

    String text(String name) {
      return String.valueOf(members.get(name));
    }

    @Nullable Path file(String name) {
      return members.get(name) == null ? null : DATA.resolve(text(name));
    }

    ByteString bytes(String name) throws IOException {
      return ByteString.of(Files.readAllBytes(Objects.requireNonNull(file(name))));
    }

    @Override
    public String toString() {
      return text("name");
    }
  }

  static Stream<Case> cases() throws IOException {
    var type =
        Types.newParameterizedType(
            List.class, Types.newParameterizedType(Map.class, String.class, Object.class));
    String json = Files.readString(DATA.resolve("cases.json"));
    List<Map<String, Object>> cases =
        Objects.requireNonNull(
            new Moshi.Builder().build().<List<Map<String, Object>>>adapter(type).fromJson(json));
    assertThat(cases).hasSize(70);
    return cases.stream().map(Case::new);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decidesAsTheSuiteExpects_byArtefact(Case each) throws IOException {
    assertThat(accepts(each, Subject.of(each.bytes("artifact"))))
        .isEqualTo(each.text("expect").equals("accept"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decidesAsTheSuiteExpects_byDigest(Case each) throws IOException {
    var digest = Subject.of(each.bytes("artifact")).digest();

    assertThat(accepts(each, Subject.of(digest))).isEqualTo(each.text("expect").equals("accept"));
  }

  @Test
  void refusesForTheRightReason() throws IOException {
    var reasons = new TreeMap<String, Reason>();
    for (Case each : cases().toList()) {
      try {
        if (verdict(each, Subject.of(each.bytes("artifact")))
            instanceof Verdict.Rejected rejected) {
          reasons.put(each.toString(), rejected.reason());
        }
      } catch (MalformedContentException e) {
        assertThat(e).hasMessageStartingWith("Bundle: ");
      }
    }

    assertThat(reasons).isEqualTo(REASONS);
  }

  private static boolean accepts(Case each, Subject subject) throws IOException {
    try {
      return verdict(each, subject) instanceof Verdict.Verified;
    } catch (MalformedContentException e) {
      return false; // by the reader of bundles
    }
  }

  private static Verdict verdict(Case each, Subject subject) throws IOException {
    var root = TrustedRoot.parse(each.bytes("trusted_root"));
    var bundle = SigstoreBundle.parse(each.bytes("bundle"));
    return verifier(each, root).verify(bundle, subject, Expectation.ANY);
  }

  private static SigstoreVerifier verifier(Case each, TrustedRoot root) throws IOException {
    return each.file("key") == null
        ? SigstoreVerifier.of(
            root, CertificateIdentity.of(each.text("identity"), each.text("issuer")))
        : SigstoreVerifier.of(root, PublicKeys.parsePem(each.bytes("key").utf8()));
  }
}
