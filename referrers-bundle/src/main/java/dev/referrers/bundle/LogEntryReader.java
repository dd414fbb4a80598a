package dev.referrers.bundle;

import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.LogEntry.InclusionProof;
import dev.referrers.bundle.internal.json.ProtoObject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads log entries.
 *
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/v0.5.0/protos/sigstore_rekor.proto">sigstore_rekor.proto,
 *     TransparencyLogEntry</a>
 */
final class LogEntryReader {

  // A tree of 64-bit size has no longer audit path.
  static final int MAX_HASHES = 64;
  // The last second of the year 9999, where protobuf's timestamps end.
  static final long MAX_TIME = 253_402_300_799L;

  private record KindVersion(String kind, String version) {}

  private LogEntryReader() {}

  /** Reads an entry of any version; an inclusion proof may have an empty checkpoint. */
  static LogEntry read(ProtoObject object) throws IOException {
    long logIndex = 0;
    @Nullable ByteString logId = null;
    @Nullable KindVersion kindVersion = null;
    @Nullable Instant integratedTime = null;
    @Nullable ByteString promise = null;
    @Nullable InclusionProof proof = null;
    ByteString body = ByteString.EMPTY;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "logIndex" -> logIndex = object.notNegative();
        case "logId" -> logId = object.message(ProtoObject.bytesOf("keyId"));
        case "kindVersion" -> kindVersion = object.message(LogEntryReader::readKindVersion);
        case "integratedTime" -> integratedTime = readTime(object);
        case "inclusionPromise" ->
            promise = object.message(ProtoObject.bytesOf("signedEntryTimestamp"));
        case "inclusionProof" -> proof = object.message(LogEntryReader::readProof);
        case "canonicalizedBody" -> body = object.bytes();
        default -> object.skip();
      }
    }
    var kind = object.required("kindVersion", kindVersion);
    return new LogEntry(
        logIndex,
        object.required("logId", logId),
        kind.kind(),
        kind.version(),
        integratedTime,
        promise,
        proof,
        object.required("canonicalizedBody", body));
  }

  private static KindVersion readKindVersion(ProtoObject object) throws IOException {
    String kind = "";
    String version = "";
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "kind" -> kind = object.string();
        case "version" -> version = object.string();
        default -> object.skip();
      }
    }
    return new KindVersion(object.required("kind", kind), object.required("version", version));
  }

  private static @Nullable Instant readTime(ProtoObject object) throws IOException {
    long seconds = object.notNegative();
    if (seconds > MAX_TIME) {
      throw object.malformed(
          "integratedTime", "expected a time before the year 10000 but was " + seconds);
    }
    return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
  }

  private static InclusionProof readProof(ProtoObject object) throws IOException {
    long logIndex = 0;
    ByteString rootHash = ByteString.EMPTY;
    long treeSize = 0;
    List<ByteString> hashes = List.of();
    String checkpoint = "";
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "logIndex" -> logIndex = object.notNegative();
        case "rootHash" -> rootHash = object.bytes();
        case "treeSize" -> treeSize = object.notNegative();
        case "hashes" -> hashes = object.bytesList(MAX_HASHES);
        case "checkpoint" -> checkpoint = readCheckpoint(object);
        default -> object.skip();
      }
    }
    if (treeSize == 0) {
      throw object.malformed("treeSize", "expected a tree with entries but it has none");
    }
    return new InclusionProof(
        logIndex, object.required("rootHash", rootHash), treeSize, hashes, checkpoint);
  }

  private static String readCheckpoint(ProtoObject object) throws IOException {
    String text = object.message(ProtoObject.stringOf("envelope"));
    return text == null ? "" : text;
  }
}
