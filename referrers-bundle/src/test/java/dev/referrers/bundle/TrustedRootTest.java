package dev.referrers.bundle;

import static dev.referrers.bundle.TestSigstore.SIGNED;
import static dev.referrers.bundle.Verdicts.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.bundle.internal.trust.LogKey;
import dev.referrers.error.MalformedContentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class TrustedRootTest {

  private static final Path DATA = Path.of("src/test/resources/conformance");

  private final TestSigstore sigstore = new TestSigstore();

  @Test
  void readsSigstoresOwn() throws IOException {
    var root = TrustedRoot.parse(bytes("prod_trusted_root.json")).material();

    assertThat(root.logs())
        .extracting(LogKey::baseUrl)
        .containsExactly("https://rekor.sigstore.dev", "https://log2025-1.rekor.sigstore.dev");
    assertThat(root.authorities()).hasSize(2);
    assertThat(
            root.authorities()
                .get(0)
                .validity()
                .contains(Instant.parse("2022-12-31T23:59:59.999Z")))
        .isTrue();
    assertThat(root.authorities().get(0).validity().contains(Instant.parse("2023-01-01T00:00:00Z")))
        .isFalse();
    assertThat(root.certificateLogs()).hasSize(2);
    assertThat(root.timestampAuthorities()).hasSize(1);
  }

  @Test
  void tellsWhomItTrusts() {
    assertThat(sigstore.root())
        .hasToString(
            "trusted root of logs [https://rekor.test, https://log2025.rekor.test], certificate"
                + " authorities [https://fulcio.test], certificate logs [https://ct.test] and"
                + " timestamp authorities [https://tsa.test, https://other-tsa.test]");
  }

  @Test
  void readsRsaKeysOfPkcs1() throws IOException {
    var root = TrustedRoot.parse(bytes("cases/rekor2-happy-path/trusted_root.json")).material();

    assertThat(root.certificateLogs().get(0).key().getAlgorithm()).isEqualTo("RSA");
  }

  @Test
  void readsNamesInSnakeCase() throws IOException {
    var json =
        sigstore
            .json()
            .replace("baseUrl", "base_url")
            .replace("logId", "log_id")
            .replace("keyId", "key_id")
            .replace("publicKey", "public_key")
            .replace("rawBytes", "raw_bytes")
            .replace("validFor", "valid_for")
            .replace("certChain", "cert_chain")
            .replace("certificateAuthorities", "certificate_authorities")
            .replace("timestampAuthorities", "timestamp_authorities")
            .replace("mediaType", "media_type");
    var signed = TestSigstore.statement(sigstore.identity()).logged(sigstore.rekor, SIGNED);

    verified(
        signed
            .stamped(sigstore.tsa, SIGNED)
            .verdict(SigstoreVerifier.of(parse(json), TestSigstore.IDENTITY)));
  }

  @Test
  void leavesOutLogsWhoseKeyCannotBeUsed() throws IOException {
    var root = parse(sigstore.json().replace(Signing.spki(sigstore.rekor.keys).base64(), "MAA="));

    assertThat(root.material().logs())
        .extracting(LogKey::baseUrl)
        .containsExactly("https://log2025.rekor.test");
  }

  @Test
  void namesLogByItsKeyWhereNoIdIsGiven() throws IOException {
    var root = parse(sigstore.json());

    assertThat(root.material().certificateLogs().get(0).id())
        .isEqualTo(Signing.spki(sigstore.ctLog.keys()).sha256());
  }

  @Test
  void findsLogByItsCheckpointsKeyId() throws IOException {
    var id = sigstore.rekorV2.id.base64();
    var other = ByteString.EMPTY.sha256().base64();
    var json =
        sigstore
            .json()
            .replace(
                "\"logId\":{\"keyId\":\"" + id + "\"}",
                "\"logId\":{\"keyId\":\""
                    + other
                    + "\"},\"checkpointKeyId\":{\"keyId\":\""
                    + id
                    + "\"}");
    var signed =
        TestSigstore.statement(sigstore.identity())
            .loggedV2(sigstore.rekorV2)
            .stamped(sigstore.tsa, SIGNED);

    verified(signed.verdict(SigstoreVerifier.of(parse(json), TestSigstore.IDENTITY)));
  }

  @Test
  void refusesOtherVersions() {
    malformed(
        sigstore.json().replace("version=0.1", "version=0.9"),
        "Trusted root: expected a trusted root of version 0.1 or 0.2 but was"
            + " application/vnd.dev.sigstore.trustedroot+json;version=0.9 at $.mediaType");
  }

  @Test
  void refusesWhatIsNoTrustedRoot() {
    String json = sigstore.json();

    malformed(json + "{}", "there is more text");
    malformed(json.replace("\"ctlogs\"", "\"tlogs\""), "this one is repeated at $.tlogs");
    malformed(
        json.replace(sigstore.fulcio.root().base64(), "MAA="),
        "expected a DER certificate but was not"
            + " at $.certificateAuthorities[0].certChain.certificates[1].rawBytes");
    malformed(
        json.replaceFirst("2024-01-01T00:00:00Z", "yesterday"),
        "expected an RFC 3339 time but was yesterday at $.tlogs[0].publicKey.validFor.start");
    malformed(
        json.replaceFirst("\"publicKey\"", "\"other\""),
        "expected a value but was missing at $.tlogs[0].publicKey");
  }

  private static void malformed(String json, String message) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining(message);
  }

  private static TrustedRoot parse(String json) throws MalformedContentException {
    return TrustedRoot.parse(ByteString.encodeUtf8(json));
  }

  private static ByteString bytes(String file) throws IOException {
    return ByteString.of(Files.readAllBytes(DATA.resolve(file)));
  }
}
