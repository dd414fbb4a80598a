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
import java.util.stream.Stream;
import okio.ByteString;

/** Has timestamp authorities and logs vouch for signatures, all that the config asks for. */
final class Witnesses {

  private final SigningConfig services;
  private final TimestampClient timestamps;
  private final RekorV1Client rekorV1;
  private final RekorV2Client rekorV2;

  Witnesses(SigningConfig services, ServiceClient http) {
    this.services = services;
    this.timestamps = new TimestampClient(http);
    this.rekorV1 = new RekorV1Client(http);
    this.rekorV2 = new RekorV2Client(http);
  }

  /** What they say, in the order in which they were asked: authorities first. */
  record Testimony(List<Timestamp> timestamps, List<LogEntry> logEntries) {

    Testimony {
      timestamps = List.copyOf(timestamps);
      logEntries = List.copyOf(logEntries);
    }

    /** When it was signed, as they say. */
    List<Instant> times() {
      return Stream.concat(
              timestamps.stream().map(Timestamp::time),
              logEntries.stream().map(LogEntry::integratedTime).flatMap(Stream::ofNullable))
          .toList();
    }
  }

  Testimony ask(ByteString message, ByteString signature, SigningKey key, Instant now)
      throws IOException {
    List<SigningConfig.Service> logs =
        services.logs(now); // a config without fails before anything is asked
    var stamped = new ArrayList<Timestamp>();
    for (URI authority : services.timestampAuthorities(now)) {
      stamped.add(timestamps.timestamp(authority, signature));
    }
    var signed = new SignedContent(key, List.of(signature), signature, message, null, null);
    var entries = new ArrayList<LogEntry>();
    for (SigningConfig.Service log : logs) {
      entries.add(
          log.isRekorV1() ? rekorV1.enter(log.url(), signed) : rekorV2.enter(log.url(), signed));
    }
    return new Testimony(stamped, entries);
  }
}
