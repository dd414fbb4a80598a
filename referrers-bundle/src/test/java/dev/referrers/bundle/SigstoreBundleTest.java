package dev.referrers.bundle;

import static dev.referrers.bundle.Bundles.edited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.MessageSignature;
import dev.referrers.attestation.VerificationMaterial.KeyHint;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import okio.ByteString;
import okio.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigstoreBundleTest {

  /** Version 0.3: certificate, entry of Rekor v2 with proof, timestamp, envelope. */
  private static final String V0_3 = Bundles.compact("rekor2-dsse-happy-path");

  /** Version 0.1: chain of one, entry with promise and proof, message signature. */
  private static final String V0_1 = Bundles.compact("happy-path-v0.1");

  /** Version 0.3: key hint, entry with promise and proof, timestamp, message signature. */
  private static final String KEYED = Bundles.compact("managed-key-happy-path");

  private static final String HINT = "TLMsSDfG3ajPsWge+z/vX5T/zluXnmvbkTkwLIV68Tk=";
  private static final String DIGEST =
      "{\"algorithm\":\"SHA2_256\",\"digest\":\"oM/HEnHW4njlfNMy/5V8P3BD/do1TEy7GQow1W76Ab8=\"}";

  @Test
  void readsALogEntry() throws IOException {
    var entry = entry(SigstoreBundle.parse(ByteString.encodeUtf8(KEYED)));

    assertThat(entry.logIndex()).isEqualTo(771488337);
    assertThat(entry.logId().hex()).startsWith("c0d23d6ad406973f");
    assertThat(entry.kind()).isEqualTo("hashedrekord");
    assertThat(entry.version()).isEqualTo("0.0.1");
    assertThat(entry.integratedTime()).isEqualTo(Instant.ofEpochSecond(1766077479));
    assertThat(String.valueOf(entry.signedEntryTimestamp())).startsWith("[size=70 hex=30440220");
    assertThat(entry.canonicalizedBody().utf8()).startsWith("{\"apiVersion\":\"0.0.1\"");
  }

  @Test
  void readsAnInclusionProof() throws IOException {
    var entry = entry(SigstoreBundle.parse(ByteString.encodeUtf8(V0_1)));
    var proof = Objects.requireNonNull(entry.inclusionProof());

    assertThat(proof.logIndex()).isEqualTo(23083061);
    assertThat(proof.treeSize()).isEqualTo(23083062);
    assertThat(proof.rootHash().base64()).isEqualTo("dauhleYK4YyAdxwwDtR0l0KnSOWZdG2bwqHftlanvcI=");
    assertThat(proof.hashes()).hasSize(10);
    assertThat(proof.checkpoint()).startsWith("rekor.sigstore.dev - ").endsWith("AU6TMs\n");
  }

  @Test
  void readsTimestamps() throws IOException {
    var timestamps = SigstoreBundle.parse(ByteString.encodeUtf8(V0_3)).material().timestamps();

    assertThat(timestamps).hasSize(1);
    assertThat(timestamps.get(0).timeStampResp().hex()).startsWith("308202c93003020100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"logIndex\":null,", "\"logIndex\":0,", "\"logIndex\":\"0\",", ""})
  void takesAMissingLogIndexForTheFirst(String logIndex) throws IOException {
    var bundle = edited(KEYED, "\"logIndex\":\"771488337\",", logIndex);

    assertThat(entry(SigstoreBundle.parse(bundle)).logIndex()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "\"7\""})
  void readsIntegersFromStringsAndNumbers(String logIndex) throws IOException {
    assertThat(entry(SigstoreBundle.parse(withLogIndex(logIndex))).logIndex()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "\"-1\"",
        "1.0",
        "1e2",
        "\"07\"",
        "\" 7\"",
        "\"\"",
        "9223372036854775808",
        "\"x\""
      })
  void refusesOddIntegers(String logIndex) {
    assertThatThrownBy(() -> SigstoreBundle.parse(withLogIndex(logIndex)))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage(
            "Bundle: expected an integer of 64 bits that is not negative but was %s"
                + " at $.verificationMaterial.tlogEntries[0].logIndex",
            logIndex.replace("\"", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "0", "\"0\""})
  void takesNoIntegratedTimeForNone(String time) throws IOException {
    var bundle = edited(KEYED, "\"integratedTime\":\"1766077479\"", "\"integratedTime\":" + time);

    assertThat(entry(SigstoreBundle.parse(bundle)).integratedTime()).isNull();
  }

  @Test
  void refusesTimesThatNoCalendarHas() {
    var last = edited(KEYED, "\"1766077479\"", "\"253402300799\"");
    var next = edited(KEYED, "\"1766077479\"", "\"253402300800\"");

    assertThat(last).satisfies(SigstoreBundle::parse);
    assertMalformed(
        next,
        "expected a time before the year 10000 but was 253402300800"
            + " at $.verificationMaterial.tlogEntries[0].integratedTime");
  }

  @Test
  void takesNullForAbsence() throws IOException {
    var bundle =
        edited(
            KEYED,
            "\"publicKey\":",
            "\"certificate\":null,\"x509CertificateChain\":null,\"publicKey\":");

    assertThat(SigstoreBundle.parse(bundle).material().keyMaterial()).isEqualTo(new KeyHint(HINT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.dev.sigstore.bundle+json;version=0.2",
        "application/vnd.dev.sigstore.bundle+json;version=0.3",
        "application/vnd.dev.sigstore.bundle.v0.2+json",
        "application/vnd.dev.sigstore.bundle.v0.3.1+json"
      })
  void readsEverySpellingOfItsVersions(String mediaType) throws IOException {
    var attestation = SigstoreBundle.parse(edited(KEYED, SigstoreBundle.MEDIA_TYPE, mediaType));

    assertThat(SigstoreBundle.isBundle(mediaType)).isTrue();
    assertThat(SigstoreBundle.mediaType(attestation)).isEqualTo(mediaType);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.dev.sigstore.bundle+json;version=0.4",
        "application/vnd.dev.sigstore.bundle+json",
        "application/vnd.dev.sigstore.bundle.v0.30+json",
        "application/vnd.dev.sigstore.bundle.v1.3+json",
        "application/vnd.dev.sigstore.bundle.v0.3+json ",
        "application/json"
      })
  void refusesOtherMediaTypes(String mediaType) {
    assertMalformed(
        edited(KEYED, SigstoreBundle.MEDIA_TYPE, mediaType),
        "expected a bundle of version 0.1, 0.2 or 0.3 but was " + mediaType + " at $.mediaType");
  }

  @Test
  void knowsBundlesByTheirMediaType() {
    assertThat(SigstoreBundle.isBundle(SigstoreBundle.MEDIA_TYPE)).isTrue();
    assertThat(SigstoreBundle.isBundle("application/vnd.dev.sigstore.bundle.v0.4+json")).isTrue();
    assertThat(SigstoreBundle.isBundle("application/vnd.dev.sigstore")).isFalse();
  }

  @Test
  void refusesAMemberInBothSpellings() {
    assertMalformed(
        edited(KEYED, "\"logId\":", "\"log_id\":{\"key_id\":\"AA==\"},\"logId\":"),
        "expected every member once but this one is there in two spellings"
            + " at $.verificationMaterial.tlogEntries[0].logId");
    assertMalformed(
        edited(KEYED, "\"logId\":", "\"logId\":{},\"logId\":"),
        "expected a value but was missing"
            + " at $.verificationMaterial.tlogEntries[0].logId.keyId");
    assertMalformed(
        edited(KEYED, "\"logId\":", "\"logId\":null,\"logId\":"),
        "expected every member once but this one is repeated"
            + " at $.verificationMaterial.tlogEntries[0].logId");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"publicKey\": | \"certificate\":{\"rawBytes\":\"AA==\"},\"publicKey\":"
            + " | verificationMaterial.publicKey",
        "\"messageSignature\": | \"dsseEnvelope\":{\"payload\":\"AA==\",\"payloadType\":\"x\","
            + "\"signatures\":[{\"sig\":\"AA==\"}]},\"messageSignature\": | messageSignature"
      })
  void refusesTwoKindsOfTheSame(String from, String to, String path) {
    assertMalformed(
        edited(KEYED, from, to),
        "expected one kind but there is another before this one at $." + path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"mediaType\" | expected a value but was missing at $.mediaType",
        "\"verificationMaterial\" | expected a value but was missing at $.verificationMaterial",
        "\"publicKey\" | expected a public key hint or a certificate but there is neither"
            + " at $.verificationMaterial.publicKey",
        "\"messageSignature\" | expected an envelope or a message signature but there is neither"
            + " at $.dsseEnvelope",
        "\"signature\" | expected a value but was missing at $.messageSignature.signature",
        "\"algorithm\" | expected a value but was missing"
            + " at $.messageSignature.messageDigest.algorithm",
        "\"kindVersion\" | expected a value but was missing"
            + " at $.verificationMaterial.tlogEntries[0].kindVersion",
        "\"canonicalizedBody\" | expected a value but was missing"
            + " at $.verificationMaterial.tlogEntries[0].canonicalizedBody",
        "\"rootHash\" | expected a value but was missing"
            + " at $.verificationMaterial.tlogEntries[0].inclusionProof.rootHash",
        "\"treeSize\" | expected a tree with entries but it has none"
            + " at $.verificationMaterial.tlogEntries[0].inclusionProof.treeSize",
        "\"signedTimestamp\" | expected a value but was missing at"
            + " $.verificationMaterial.timestampVerificationData.rfc3161Timestamps[0].signedTimestamp"
      })
  void refusesWhatLacksAMember(String member, String message) {
    assertMalformed(edited(KEYED, member + ":", "\"other\":"), message);
  }

  @Test
  void needsAPromiseInVersion0_1AndAProofLater() throws IOException {
    assertMalformed(
        edited(V0_1, "\"inclusionPromise\":", "\"other\":"),
        "expected a value but was missing"
            + " at $.verificationMaterial.tlogEntries[0].inclusionPromise");
    assertMalformed(
        edited(KEYED, "\"inclusionProof\":", "\"other\":"),
        "expected a value but was missing"
            + " at $.verificationMaterial.tlogEntries[0].inclusionProof");

    var proven = SigstoreBundle.parse(edited(KEYED, "\"inclusionPromise\":", "\"other\":"));
    var promised = SigstoreBundle.parse(edited(V0_1, "\"inclusionProof\":", "\"other\":"));

    assertThat(entry(proven).signedEntryTimestamp()).isNull();
    assertThat(entry(promised).inclusionProof()).isNull();
  }

  @Test
  void passesOverAProofWithoutCheckpointBesideAPromise() throws IOException {
    var bundle = edited(V0_1, "\"checkpoint\":", "\"other\":");

    assertThat(entry(SigstoreBundle.parse(bundle)).inclusionProof()).isNull();
  }

  @Test
  void needsNoLogEntry() throws IOException {
    var bundle = edited(KEYED, "\"tlogEntries\":", "\"other\":");

    assertThat(SigstoreBundle.parse(bundle).material().logEntries()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'\"SHA2_256\"', sha256:" + "a0cfc71271d6e278e57cd332ff957c3f7043fdda354c4cbb190a30d56efa01bf",
    "1, sha256:" + "a0cfc71271d6e278e57cd332ff957c3f7043fdda354c4cbb190a30d56efa01bf",
    "4, sha3-256:" + "a0cfc71271d6e278e57cd332ff957c3f7043fdda354c4cbb190a30d56efa01bf"
  })
  void readsEnumerationsByNameAndByNumber(String algorithm, String digest) throws IOException {
    var bundle = edited(KEYED, "\"SHA2_256\"", algorithm);
    var content = (MessageSignature) SigstoreBundle.parse(bundle).content();

    assertThat(content.messageDigest()).isEqualTo(Digest.parse(digest));
  }

  @Test
  void refusesHashAlgorithmsThatItDoesNotKnow() {
    assertMalformed(
        edited(KEYED, "\"SHA2_256\"", "\"MD5\""),
        "expected a hash algorithm but was MD5 at $.messageSignature.messageDigest.algorithm");
    assertThatThrownBy(() -> SigstoreBundle.parse(edited(KEYED, "\"SHA2_256\"", "3")))
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining("Digest needs 128 hex characters for sha512 but has 64")
        .hasMessageEndingWith(" at $.messageSignature.messageDigest.digest");
  }

  @Test
  void needsNoMessageDigest() throws IOException {
    var content = SigstoreBundle.parse(edited(KEYED, DIGEST, "null")).content();

    assertThat(((MessageSignature) content).messageDigest()).isNull();
  }

  @Test
  void readsNoMoreOfAnythingThanItsLimit() {
    var hash = "\"aGFzaA==\"";
    var entries = "\"tlogEntries\":[";

    assertThat(withHashes(Collections.nCopies(64, hash))).satisfies(SigstoreBundle::parse);
    assertMalformed(
        withHashes(Collections.nCopies(65, hash)),
        "expected at most 64 elements but there are more"
            + " at $.verificationMaterial.tlogEntries[0].inclusionProof.hashes[64]");
    String entry = entryText();
    assertThat(edited(KEYED, entries, entries + (entry + ",").repeat(31)))
        .satisfies(SigstoreBundle::parse);
    assertMalformed(
        edited(KEYED, entries, entries + (entry + ",").repeat(32)),
        "expected at most 32 elements but there are more at $.verificationMaterial.tlogEntries[32]");
  }

  @Test
  void refusesWhatIsLongerThanItsLimit() {
    var text = new byte[SigstoreBundle.MAX_BYTES + 1];

    assertThatThrownBy(() -> SigstoreBundle.parse(ByteString.of(text)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage("Bundle is longer than 134217728 bytes (SigstoreBundle.MAX_BYTES)");
  }

  @Test
  void refusesTextAfterTheBundle() {
    assertMalformed(
        ByteString.encodeUtf8(KEYED + "{}"),
        "expected the end of the document but there is more text at byte " + Utf8.size(KEYED));
  }

  private static String entryText() {
    int start = KEYED.indexOf("\"tlogEntries\":[") + "\"tlogEntries\":[".length();
    return KEYED.substring(start, KEYED.indexOf("}],\"timestampVerificationData\"") + 1);
  }

  private static ByteString withHashes(Iterable<String> hashes) {
    int start = KEYED.indexOf("\"hashes\":[");
    String old = KEYED.substring(start, KEYED.indexOf(']', start) + 1);
    return edited(KEYED, old, "\"hashes\":[" + String.join(",", hashes) + "]");
  }

  private static ByteString withLogIndex(String logIndex) {
    return edited(KEYED, "\"771488337\"", logIndex);
  }

  private static LogEntry entry(Attestation attestation) {
    return attestation.material().logEntries().get(0);
  }

  private static void assertMalformed(ByteString bundle, String message) {
    assertThatThrownBy(() -> SigstoreBundle.parse(bundle))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage("Bundle: " + message);
  }
}
