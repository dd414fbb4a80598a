package dev.referrers.bundle;

import dev.referrers.attestation.LogEntry;
import dev.referrers.bundle.TimestampClient.Timestamp;
import dev.referrers.bundle.internal.verify.SignedContent;
import dev.referrers.bundle.internal.verify.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;

/** Has timestamp authorities and logs vouch for signatures, all that the config asks for. */
final class Witnesses {

  private final SigningConfig services;
  private final TimestampClient timestamps;
  private final LogClient logs;

  Witnesses(SigningConfig services, ServiceClient http) {
    this.services = services;
    this.timestamps = new TimestampClient(http);
    this.logs = new LogClient(http);
  }

  /** What they say, in the order in which they were asked: authorities first. */
  record Testimony(List<Timestamp> timestamps, List<LogEntry> logEntries) {

    Testimony {
      timestamps = List.copyOf(timestamps);
      logEntries = List.copyOf(logEntries);
    }
  }

  Testimony ask(ByteString message, ByteString signature, SigningKey key, Instant now)
      throws IOException {
    List<URI> logUrls = services.logs(now); // a config without fails before anything is asked
    var stamped = new ArrayList<Timestamp>();
    for (URI authority : services.timestampAuthorities(now)) {
      stamped.add(timestamps.timestamp(authority, signature));
    }
    var signed = new SignedContent(key, List.of(signature), signature, message, null, null);
    var entries = new ArrayList<LogEntry>();
    for (URI log : logUrls) {
      entries.add(logs.enter(log, signed));
    }
    return new Testimony(stamped, entries);
  }
}
