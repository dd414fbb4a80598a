package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.bundle.internal.trust.Authority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;

/**
 * The RFC 3161 timestamps of a signature. All that there are have to hold, however few are asked
 * for.
 */
public final class Timestamps {

  private static final int MAX_TIMESTAMPS = 32;

  private final List<Authority> authorities;
  private final Instant now;

  /**
   * @param now no timestamp is from later
   */
  public Timestamps(List<Authority> authorities, Instant now) {
    this.authorities = authorities;
    this.now = now;
  }

  /**
   * A timestamp that holds.
   *
   * @param authority names it; several of one authority count once
   */
  public record Timestamp(String authority, Instant time) {}

  /** Verifies all timestamps, which are over the signature. */
  public List<Timestamp> verify(List<SignedTimestamp> timestamps, ByteString signature)
      throws RejectedException {
    if (timestamps.size() > MAX_TIMESTAMPS) {
      throw rejected(
          "Expected at most %d timestamps but there are %d"
              .formatted(MAX_TIMESTAMPS, timestamps.size()));
    }
    var verified = new ArrayList<Timestamp>();
    for (SignedTimestamp timestamp : timestamps) {
      verified.add(verify(TimestampToken.parse(timestamp.timeStampResp()), signature));
    }
    return verified;
  }

  private Timestamp verify(TimestampToken token, ByteString signature) throws RejectedException {
    if (!token.isOver(signature)) {
      throw rejected("Expected a timestamp over the signature but was over something else");
    }
    if (token.time().isAfter(now)) {
      throw rejected(
          "Expected a timestamp from before %s but was from %s".formatted(now, token.time()));
    }
    for (Authority authority : authorities) {
      if (token.isBy(authority)) {
        return new Timestamp(authority.toString(), token.time());
      }
    }
    throw rejected(
        "Expected a timestamp by one of the trusted authorities %s, valid at %s, but by none of them"
            .formatted(authorities, token.time()));
  }

  private static RejectedException rejected(String message) {
    return new RejectedException(Reason.TIME, message);
  }
}
