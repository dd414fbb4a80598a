package dev.referrers.bundle;

import static dev.referrers.bundle.TestSigstore.SIGNED;
import static dev.referrers.bundle.TestSigstore.SUBJECT;
import static dev.referrers.bundle.Verdicts.rejected;
import static dev.referrers.bundle.Verdicts.verified;

import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.LogEntry.InclusionProof;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.bundle.TestSigstore.Signed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class LogEntriesTest {

  private final TestSigstore sigstore = new TestSigstore();
  private final Signed signed = TestSigstore.statement(sigstore.identity());

  @Test
  void refusesLogThatIsNotTrusted() {
    var other = TestLog.rekorV1("rekor.test");

    rejected(
        verdict(other.entry(signed.body(), SIGNED)),
        Reason.LOG_ENTRY,
        "Expected an entry of one of the trusted logs [https://rekor.test,"
            + " https://log2025.rekor.test] but was of log "
            + other.id.base64());
  }

  @Test
  void refusesBadEntryBehindAGoodOne() {
    var good = sigstore.rekor.entry(signed.body(), SIGNED);
    var second = sigstore.rekorV2.entry(signed.bodyV2(), SIGNED);
    var other = sigstore.rekorV2.entry(TestSigstore.statement(signed.by()).bodyV2(), SIGNED);

    verified(verdict(good, second));
    rejected(
        verdict(good, other),
        Reason.LOG_ENTRY,
        "Expected a log entry of this signature but was of another (entry 1 of"
            + " https://log2025.rekor.test)");
    rejected(
        verdict(good, TestLog.rekorV1("other.test").entry(signed.body(), SIGNED)),
        Reason.LOG_ENTRY,
        "Expected an entry of one of the trusted logs");
  }

  @Test
  void refusesRepeatedEntry() {
    var entry = sigstore.rekor.entry(signed.body(), SIGNED);

    rejected(
        verdict(entry, entry),
        Reason.LOG_ENTRY,
        "Expected every log entry once but 1001 is repeated");
  }

  @Test
  void trustsLogToTheEndOfItsValidityInclusive() {
    var entry = sigstore.rekor.entry(signed.body(), SIGNED);
    sigstore.rekorValidity =
        "{\"start\":\"2025-06-01T12:00:00Z\",\"end\":\"2025-06-01T12:00:00Z\"}";
    verified(verdict(entry));

    sigstore.rekorValidity =
        "{\"start\":\"2024-01-01T00:00:00Z\",\"end\":\"2025-06-01T11:59:59Z\"}";
    rejected(
        verdict(entry),
        Reason.LOG_ENTRY,
        "Expected an entry from when the log's key was valid,"
            + " 2024-01-01T00:00:00Z to 2025-06-01T11:59:59Z, but was from 2025-06-01T12:00:00Z");
    sigstore.rekorValidity = "{\"start\":\"2025-06-01T12:00:01Z\"}";
    rejected(verdict(entry), Reason.LOG_ENTRY, "was valid");
    sigstore.rekorValidity = "{}";
    rejected(verdict(entry), Reason.LOG_ENTRY, "was valid, never, for want of a start");
  }

  @Test
  void takesTimestampsForTheTimeOfALogThatGivesNone() {
    var entry = sigstore.rekorV2.entry(signed.bodyV2(), SIGNED);
    signed.stamped(sigstore.tsa, SIGNED);
    sigstore.rekorV2Validity =
        "{\"start\":\"2024-01-01T00:00:00Z\",\"end\":\"2025-06-01T12:00:00Z\"}";
    verified(verdict(entry));

    sigstore.rekorV2Validity = "{\"start\":\"2025-06-01T12:00:01Z\"}";
    rejected(verdict(entry), Reason.LOG_ENTRY, "when the log's key was valid");
  }

  /** Anybody can write a time into the entry of a log whose key was given up. */
  @Test
  void takesNoTimeThatTheLogDidNotPromise() {
    var entry = sigstore.rekorV2.entry(signed.bodyV2(), SIGNED);
    var claimed = at(entry, SIGNED.minusSeconds(30));
    signed.stamped(sigstore.tsa, SIGNED);
    verified(verdict(claimed));

    sigstore.rekorV2Validity =
        "{\"start\":\"2024-01-01T00:00:00Z\",\"end\":\"2025-06-01T11:59:59Z\"}";
    rejected(
        verdict(claimed), Reason.LOG_ENTRY, "was valid, 2024-01-01T00:00:00Z to 2025-06-01T11:59");
  }

  private static LogEntry at(LogEntry entry, Instant time) {
    return new LogEntry(
        entry.logIndex(),
        entry.logId(),
        entry.kind(),
        entry.version(),
        time,
        entry.signedEntryTimestamp(),
        entry.inclusionProof(),
        entry.canonicalizedBody());
  }

  @Test
  void refusesTimeThatIsStillToCome() {
    signed.logged(sigstore.rekor, SIGNED);
    var early = InstantSource.fixed(SIGNED.minus(Duration.ofMinutes(2)));

    rejected(
        signed.verdict(sigstore.verifier().withClock(early)),
        Reason.LOG_ENTRY,
        "Expected an entry from before 2025-06-01T11:59:00Z but was from 2025-06-01T12:00:00Z");
    verified(signed.verdict(sigstore.verifier().withClock(InstantSource.fixed(SIGNED))));
  }

  @Test
  void acceptsPromiseAlone() {
    var body = signed.body();
    var promise = sigstore.rekor.promise(body, SIGNED);

    verified(direct(sigstore.rekor.entry(body, SIGNED, promise)));
    rejected(
        direct(sigstore.rekor.entry(body, SIGNED, null)),
        Reason.LOG_ENTRY,
        "Expected a proof or promise of inclusion but there is none");
  }

  @Test
  void refusesPromiseOfAnotherTime() {
    var body = signed.body();
    var entry =
        sigstore.rekor.entry(body, SIGNED, sigstore.rekor.promise(body, SIGNED.plusSeconds(1)));

    rejected(
        verdict(entry.withInclusionProof(sigstore.rekor.proof(body.json()))),
        Reason.LOG_ENTRY,
        "Expected a promise by the log for its time 2025-06-01T12:00:00Z but was another");
  }

  @Test
  void refusesPromiseWithoutTime() {
    var body = signed.body();

    rejected(
        direct(sigstore.rekor.entry(body, null, sigstore.rekor.promise(body, SIGNED))),
        Reason.LOG_ENTRY,
        "Expected a promise with its time but there is none");
  }

  @Test
  void countsNoTimeThatIsNotPromised() {
    var body = signed.body();
    var entry = sigstore.rekor.entry(body, SIGNED, null);

    rejected(
        verdict(entry.withInclusionProof(sigstore.rekor.proof(body.json()))),
        Reason.TIME,
        "Expected 1 time by a log or authority but found 0");
  }

  @Test
  void refusesProofOfAnotherEntry() {
    var proof = sigstore.rekor.proof(ByteString.encodeUtf8("another"));

    rejected(
        verdict(withProof(proof)),
        Reason.LOG_ENTRY,
        "Expected an inclusion proof to root hash " + proof.rootHash().hex());
  }

  @Test
  void refusesCheckpointOfAnotherTree() {
    var good = sigstore.rekor.proof(signed.body().json());
    var size = sigstore.rekor.checkpoint(sigstore.rekor.origin(), 4, good.rootHash());
    var root = sigstore.rekor.checkpoint(sigstore.rekor.origin(), 3, ByteString.EMPTY.sha256());

    rejected(verdict(withCheckpoint(good, size)), Reason.LOG_ENTRY, "but was of size 4");
    rejected(
        verdict(withCheckpoint(good, root)),
        Reason.LOG_ENTRY,
        "root hash " + ByteString.EMPTY.sha256().hex());
  }

  @Test
  void refusesCheckpointThatTheLogDidNotSign() {
    var good = sigstore.rekor.proof(signed.body().json());
    var changed = good.checkpoint().replace("4242", "4243");
    var otherName = good.checkpoint().replace("— rekor.test", "— other.test");

    for (String checkpoint : List.of(changed, otherName)) {
      rejected(
          verdict(withCheckpoint(good, checkpoint)),
          Reason.LOG_ENTRY,
          "Expected a checkpoint signed by the log but none of its signatures is by it (entry 1001");
    }
  }

  @Test
  void refusesSecondSignatureOfTheLogThatDoesNotHold() {
    var good = sigstore.rekor.proof(signed.body().json());
    var id = sigstore.rekor.id.substring(0, 4);
    var bad = new Buffer().write(id).writeUtf8("no signature").readByteString().base64();
    var witness = ByteString.encodeUtf8("a signature of others").base64();

    verified(verdict(withCheckpoint(good, good.checkpoint() + "— witness.test " + witness + "\n")));
    rejected(
        verdict(withCheckpoint(good, good.checkpoint() + "— rekor.test " + bad + "\n")),
        Reason.LOG_ENTRY,
        "Expected a checkpoint signed by the log");
  }

  @Test
  void refusesCheckpointThatIsNone() {
    var good = sigstore.rekor.proof(signed.body().json());

    rejected(
        verdict(withCheckpoint(good, "no checkpoint")),
        Reason.MALFORMED,
        "Checkpoint: expected a signed note but was not");
  }

  @Test
  void refusesRekorV2CheckpointUnderAnotherName() {
    signed.stamped(sigstore.tsa, SIGNED);
    var entry = sigstore.rekorV2.entry(signed.bodyV2(), SIGNED);
    verified(verdict(entry));

    sigstore.rekorV2Host = "moved.test";
    rejected(
        verdict(entry),
        Reason.LOG_ENTRY,
        "Expected a checkpoint signed by the log but none of its signatures is by it (entry 1 of"
            + " https://moved.test)");
  }

  @Test
  void refusesRekorV2ProofForAnotherIndex() {
    var good = sigstore.rekorV2.entry(signed.bodyV2(), SIGNED);
    signed.stamped(sigstore.tsa, SIGNED);
    verified(verdict(good));

    var other =
        new LogEntry(
            2,
            good.logId(),
            good.kind(),
            good.version(),
            null,
            null,
            good.inclusionProof(),
            good.canonicalizedBody());
    rejected(verdict(other), Reason.LOG_ENTRY, "Expected a proof for index 2 but was for 1");
  }

  private LogEntry withProof(InclusionProof proof) {
    return sigstore.rekor.entry(signed.body(), SIGNED).withInclusionProof(proof);
  }

  private LogEntry withCheckpoint(InclusionProof proof, String checkpoint) {
    return withProof(
        new InclusionProof(
            proof.logIndex(), proof.rootHash(), proof.treeSize(), proof.hashes(), checkpoint));
  }

  private Verdict verdict(LogEntry... entries) {
    signed.entries().clear();
    signed.entries().addAll(List.of(entries));
    return signed.verdict(sigstore.verifier());
  }

  /** Not through a bundle, which needs a proof. */
  private Verdict direct(LogEntry entry) {
    signed.entries().clear();
    signed.logged(entry);
    return sigstore.verifier().verify(signed.attestation(), SUBJECT, Expectation.ANY);
  }
}
