package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.LogEntry;
import dev.referrers.bundle.internal.trust.LogKey;
import java.time.Instant;
import okio.ByteString;

/** A Rekor v1's promise to include an entry, which also vouches for the time: the SET. */
final class EntryPromise {

  private EntryPromise() {}

  static void check(LogEntry entry, LogKey log) throws RejectedException {
    Instant time = entry.integratedTime();
    ByteString promise = entry.signedEntryTimestamp();
    if (time == null || promise == null) {
      throw LogEntries.rejected("Expected a promise with its time but there is none");
    }
    if (!log.signed(payload(entry, time), promise)) {
      throw LogEntries.rejected(
          "Expected a promise by the log for its time %s but was another".formatted(time));
    }
  }

  /** Canonical by RFC 8785: names in order, and nothing in the values to escape. */
  private static ByteString payload(LogEntry entry, Instant time) {
    return ByteString.encodeUtf8(
        "{\"body\":\"%s\",\"integratedTime\":%d,\"logID\":\"%s\",\"logIndex\":%d}"
            .formatted(
                entry.canonicalizedBody().base64(),
                time.getEpochSecond(),
                entry.logId().hex(),
                entry.logIndex()));
  }
}
