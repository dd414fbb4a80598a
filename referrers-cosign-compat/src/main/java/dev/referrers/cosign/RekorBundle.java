package dev.referrers.cosign;

import static java.util.Objects.requireNonNull;

import dev.referrers.attestation.Base64Text;
import dev.referrers.attestation.LogEntry;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.JsonObjectWriter;
import dev.referrers.json.StrictJson;
import java.io.IOException;
import java.time.Instant;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The log entry in cosign's annotation: with the log's promise, without a proof. */
final class RekorBundle {

  /** The last second of the year 9999, where RFC 3339 ends. */
  private static final long MAX_TIME = 253_402_300_799L;

  private record Payload(ByteString body, long integratedTime, long logIndex, ByteString logId) {}

  private record Kind(String kind, String version) {}

  private RekorBundle() {}

  static LogEntry parse(String what, ByteString json) throws MalformedContentException {
    return StrictJson.read(what, json, object -> read(what, object));
  }

  /**
   * The JSON form, in the order of Go's structs. An inclusion proof has no place in it.
   *
   * @throws IllegalArgumentException when the entry has no promise or no time
   */
  static ByteString write(LogEntry entry) {
    if (entry.signedEntryTimestamp() == null || entry.integratedTime() == null) {
      throw new IllegalArgumentException(
          "Log entry needs a time and a promise of its log for cosign's tags, which Rekor v2 does"
              + " not give");
    }
    return JsonObjectWriter.write(entry, RekorBundle::write);
  }

  private static void write(LogEntry entry, JsonObjectWriter object) throws IOException {
    object.string("SignedEntryTimestamp", base64(entry.signedEntryTimestamp()));
    object.object("Payload", entry, RekorBundle::writePayload);
  }

  private static void writePayload(LogEntry entry, JsonObjectWriter object) throws IOException {
    object.string("body", entry.canonicalizedBody().base64());
    object.integer("integratedTime", requireNonNull(entry.integratedTime()).getEpochSecond());
    object.integer("logIndex", entry.logIndex());
    object.string("logID", entry.logId().hex());
  }

  private static @Nullable String base64(@Nullable ByteString bytes) {
    return bytes == null ? null : bytes.base64();
  }

  private static LogEntry read(String what, JsonObjectReader object) throws IOException {
    @Nullable ByteString promise = null;
    @Nullable Payload payload = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "SignedEntryTimestamp" -> promise = object.string(Base64Text::decode);
        case "Payload" -> payload = object.object(RekorBundle::readPayload);
        default -> object.skip();
      }
    }
    Payload known = object.required("Payload", payload);
    Kind kind = StrictJson.read(what + ", its body", known.body, RekorBundle::readKind);
    return new LogEntry(
        known.logIndex,
        known.logId,
        kind.kind,
        kind.version,
        Instant.ofEpochSecond(known.integratedTime),
        object.required("SignedEntryTimestamp", promise),
        null,
        known.body);
  }

  private static Payload readPayload(JsonObjectReader object) throws IOException {
    @Nullable ByteString body = null;
    @Nullable Long integratedTime = null;
    @Nullable Long logIndex = null;
    @Nullable ByteString logId = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "body" -> body = object.string(Base64Text::decode);
        case "integratedTime" -> integratedTime = object.integer();
        case "logIndex" -> logIndex = object.integer();
        case "logID" -> logId = object.string(ByteString::decodeHex);
        default -> object.skip();
      }
    }
    return new Payload(
        object.required("body", body),
        inRange("integratedTime", integratedTime, MAX_TIME, object),
        inRange("logIndex", logIndex, Long.MAX_VALUE, object),
        object.required("logID", logId));
  }

  private static long inRange(
      String member, @Nullable Long value, long max, JsonObjectReader object)
      throws MalformedContentException {
    long number = object.required(member, value);
    if (number < 0 || number > max) {
      throw object.malformed(member, "expected 0 to %d but was %d".formatted(max, number));
    }
    return number;
  }

  private static Kind readKind(JsonObjectReader object) throws IOException {
    @Nullable String kind = null;
    @Nullable String version = null;
    for (String name = object.nextName(); name != null; name = object.nextName()) {
      switch (name) {
        case "kind" -> kind = object.string();
        case "apiVersion" -> version = object.string();
        default -> object.skip();
      }
    }
    return new Kind(object.required("kind", kind), object.required("apiVersion", version));
  }
}
