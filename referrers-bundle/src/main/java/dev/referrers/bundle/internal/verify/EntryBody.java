package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.error.MalformedContentException;
import java.util.HashSet;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a log took in, to be compared with what a verifier has.
 *
 * @param kind with its version, such as {@code dsse 0.0.1}
 * @param messageHash of what was signed; null where the kind has none
 * @param payloadHash of an envelope's payload; null where the kind has none
 */
record EntryBody(
    String kind,
    @Nullable Hash messageHash,
    @Nullable Hash payloadHash,
    List<LoggedSignature> signatures) {

  /**
   * A signature that was logged.
   *
   * @param value null in intoto 0.0.1, which has none
   */
  record LoggedSignature(@Nullable ByteString value, LoggedKey key) {}

  /** Checks that the entry is of this signature, by this signer, over this content. */
  static void check(LogEntry entry, SignedContent signed) throws RejectedException {
    EntryBody body = parse(entry);
    String expected = entry.kind() + " " + entry.version();
    if (!body.kind.equals(expected)) {
      throw LogEntries.rejected(
          "Expected a log entry of kind %s but was %s".formatted(expected, body.kind));
    }
    body.checkHashes(signed);
    body.checkSignatures(signed);
  }

  private static EntryBody parse(LogEntry entry) throws RejectedException {
    try {
      return EntryBodyJson.parse(entry.canonicalizedBody());
    } catch (MalformedContentException e) {
      throw new RejectedException(Reason.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  private void checkHashes(SignedContent signed) throws RejectedException {
    if (messageHash != null) {
      check(messageHash, signed.hash(messageHash.algorithm()), "what is signed");
    }
    var payload = signed.payload();
    if (payloadHash != null && payload != null) {
      check(payloadHash, payloadHash.algorithm().of(payload), "the payload");
    }
    if (messageHash == null && (payloadHash == null || payload == null)) {
      throw LogEntries.rejected(
          "Expected a log entry of a signature over a message but was %s".formatted(kind));
    }
  }

  private static void check(Hash logged, @Nullable Hash known, String what)
      throws RejectedException {
    if (!logged.equals(known)) {
      throw LogEntries.rejected(
          "Expected a log entry with the %s of %s but was %s"
              .formatted(
                  known == null
                      ? logged.algorithm() + " hash, which its content is needed for,"
                      : known,
                  what,
                  logged));
    }
  }

  /** Of an envelope with several signatures all are logged together. */
  private void checkSignatures(SignedContent signed) throws RejectedException {
    var values = new HashSet<ByteString>();
    boolean bySigner = false;
    for (LoggedSignature logged : signatures) {
      var value = logged.value == null ? signed.signature() : logged.value;
      values.add(value);
      bySigner |= value.equals(signed.signature()) && signed.key().isLoggedAs(logged.key);
    }
    if (!values.equals(new HashSet<>(signed.signatures()))) {
      throw LogEntries.rejected("Expected a log entry of this signature but was of another");
    }
    if (!bySigner) {
      throw LogEntries.rejected(
          "Expected a log entry with the %s that signed but was with another"
              .formatted(signed.key().certificate() == null ? "key" : "certificate"));
    }
  }
}
