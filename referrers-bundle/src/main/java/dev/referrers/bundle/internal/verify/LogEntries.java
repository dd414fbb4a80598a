package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.LogEntry.InclusionProof;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.bundle.internal.trust.LogKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The entries that transparency logs have of a signature. All that there are have to hold, however
 * few are asked for.
 */
public final class LogEntries {

  private static final int MAX_ENTRIES = 32;

  private final List<LogKey> logs;
  private final Instant now;

  /**
   * @param now no log has an entry from later
   */
  public LogEntries(List<LogKey> logs, Instant now) {
    this.logs = logs;
    this.now = now;
  }

  /**
   * What the entries prove.
   *
   * @param logs that have the signature
   * @param observers those of them that vouch for the time
   * @param times when they took it in
   */
  public record Logged(Set<LogKey> logs, Set<LogKey> observers, List<Instant> times) {}

  /**
   * Verifies all entries.
   *
   * @param timestamps when it was signed, by timestamp authorities
   */
  public Logged verify(List<LogEntry> entries, SignedContent signed, List<Instant> timestamps)
      throws RejectedException {
    if (entries.size() > MAX_ENTRIES) {
      throw rejected(
          "Expected at most %d log entries but there are %d"
              .formatted(MAX_ENTRIES, entries.size()));
    }
    var places = new HashSet<String>();
    var found = new HashSet<LogKey>();
    var observers = new HashSet<LogKey>();
    var times = new ArrayList<Instant>();
    for (LogEntry entry : entries) {
      if (!places.add(entry.logId().hex() + "/" + entry.logIndex())) {
        throw rejected(
            "Expected every log entry once but %d is repeated".formatted(entry.logIndex()));
      }
      LogKey log = verify(entry, signed, timestamps);
      found.add(log);
      if (entry.signedEntryTimestamp() != null && entry.integratedTime() != null) {
        observers.add(log);
        times.add(entry.integratedTime());
      }
    }
    return new Logged(found, observers, times);
  }

  private LogKey verify(LogEntry entry, SignedContent signed, List<Instant> timestamps)
      throws RejectedException {
    LogKey log = LogKey.find(logs, entry.logId());
    if (log == null) {
      throw rejected(
          "Expected an entry of one of the trusted logs %s but was of log %s"
              .formatted(logs, entry.logId().base64()));
    }
    try {
      verify(entry, log, signed, timestamps);
    } catch (RejectedException e) {
      throw e.of("entry %d of %s".formatted(entry.logIndex(), log));
    }
    return log;
  }

  private void verify(LogEntry entry, LogKey log, SignedContent signed, List<Instant> timestamps)
      throws RejectedException {
    checkTime(entry, log, timestamps);
    InclusionProof proof = entry.inclusionProof();
    if (proof != null) {
      checkInclusion(entry, proof, log);
    }
    if (entry.signedEntryTimestamp() != null) {
      EntryPromise.check(entry, log);
    } else if (proof == null) {
      throw rejected("Expected a proof or promise of inclusion but there is none");
    }
    EntryBody.check(entry, signed);
  }

  /**
   * A log that vouches for no time has its key's validity checked when it was signed, or else now,
   * and at the time that its entry claims, if it does.
   */
  private void checkTime(LogEntry entry, LogKey log, List<Instant> timestamps)
      throws RejectedException {
    Instant integrated = entry.integratedTime();
    var times = new ArrayList<Instant>();
    if (integrated != null) {
      times.add(integrated);
    }
    if (integrated == null || entry.signedEntryTimestamp() == null) {
      times.addAll(timestamps.isEmpty() ? List.of(now) : timestamps);
    }
    for (Instant time : times) {
      if (time.isAfter(now)) {
        throw rejected("Expected an entry from before %s but was from %s".formatted(now, time));
      }
      if (!log.validity().contains(time)) {
        throw rejected(
            "Expected an entry from when the log's key was valid, %s, but was from %s"
                .formatted(log.validity(), time));
      }
    }
  }

  private static void checkInclusion(LogEntry entry, InclusionProof proof, LogKey log)
      throws RejectedException {
    Checkpoint checkpoint = Inclusion.check(entry, proof);
    if (!checkpoint.signedBy(log)) {
      throw rejected("Expected a checkpoint signed by the log but none of its signatures is by it");
    }
  }

  static RejectedException rejected(String message) {
    return new RejectedException(Reason.LOG_ENTRY, message);
  }
}
