package dev.referrers.bundle;

import dev.referrers.attestation.Base64Text;
import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.LogEntry.InclusionProof;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonBody;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log entry that a Rekor v1 answers with, which has to come with promise and proof.
 *
 * @see <a href="https://github.com/sigstore/rekor/blob/v1.5.3/openapi.yaml">Rekor's API,
 *     LogEntry</a>
 */
final class RekorV1EntryReader {

  /** Of the kinds of entries that we ask for. */
  static final String VERSION = "0.0.1";

  private record Verification(ByteString promise, InclusionProof proof) {}

  private RekorV1EntryReader() {}

  /**
   * Reads the answer.
   *
   * @param kind that the entry is to have, which is not checked here
   */
  static LogEntry read(ByteString json, String kind) throws MalformedContentException {
    return StrictJson.read(
        "Log entry", json, answer -> onlyMember(answer, entry -> entry(entry, kind)));
  }

  /** Its name is the entry's id, which is made of what else is there. */
  private static <T> T onlyMember(JsonObjectReader object, JsonBody<T> body) throws IOException {
    String id = object.nextName();
    if (id == null) {
      throw object.malformed("*", "expected an entry but there is none");
    }
    T value = object.object(body);
    if (object.nextName() != null) {
      throw object.malformed(id, "expected one entry but there are more");
    }
    return value;
  }

  private static LogEntry entry(JsonObjectReader object, String kind) throws IOException {
    long logIndex = -1;
    @Nullable ByteString logId = null;
    long integratedTime = -1;
    @Nullable Verification verification = null;
    @Nullable ByteString body = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "logIndex" -> logIndex = object.integer();
        case "logID" -> logId = object.string(ByteString::decodeHex);
        case "integratedTime" -> integratedTime = object.integer();
        case "verification" -> verification = object.object(RekorV1EntryReader::verification);
        case "body" -> body = object.string(Base64Text::decode);
        default -> object.skip();
      }
    }
    var required = object.required("verification", verification);
    return new LogEntry(
        inRange(object, "logIndex", 0, logIndex, Long.MAX_VALUE),
        object.required("logID", logId),
        kind,
        VERSION,
        Instant.ofEpochSecond(
            inRange(object, "integratedTime", 1, integratedTime, LogEntryReader.MAX_TIME)),
        required.promise,
        required.proof,
        object.required("body", body));
  }

  private static Verification verification(JsonObjectReader object) throws IOException {
    @Nullable ByteString promise = null;
    @Nullable InclusionProof proof = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "signedEntryTimestamp" -> promise = object.string(Base64Text::decode);
        case "inclusionProof" -> proof = object.object(RekorV1EntryReader::proof);
        default -> object.skip();
      }
    }
    return new Verification(
        object.required("signedEntryTimestamp", promise), object.required("inclusionProof", proof));
  }

  private static InclusionProof proof(JsonObjectReader object) throws IOException {
    long logIndex = -1;
    @Nullable ByteString rootHash = null;
    long treeSize = -1;
    List<ByteString> hashes = List.of();
    @Nullable String checkpoint = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "logIndex" -> logIndex = object.integer();
        case "rootHash" -> rootHash = object.string(ByteString::decodeHex);
        case "treeSize" -> treeSize = object.integer();
        case "hashes" -> hashes = object.strings(LogEntryReader.MAX_HASHES, ByteString::decodeHex);
        case "checkpoint" -> checkpoint = object.string();
        default -> object.skip();
      }
    }
    return new InclusionProof(
        inRange(object, "logIndex", 0, logIndex, Long.MAX_VALUE),
        object.required("rootHash", rootHash),
        inRange(object, "treeSize", 1, treeSize, Long.MAX_VALUE),
        hashes,
        object.required("checkpoint", checkpoint));
  }

  private static long inRange(
      JsonObjectReader object, String member, long min, long value, long max)
      throws MalformedContentException {
    if (value < min || value > max) {
      throw object.malformed(member, "expected %d to %d but was %d".formatted(min, max, value));
    }
    return value;
  }
}
