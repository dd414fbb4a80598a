package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.Content;
import dev.referrers.attestation.Envelope;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.bundle.internal.trust.Authority;
import dev.referrers.error.MalformedContentException;
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

  /** Verifies all timestamps, which are over the signature, or over the envelope with it. */
  public List<Timestamp> verify(
      List<SignedTimestamp> timestamps, Content content, ByteString signature)
      throws RejectedException {
    if (timestamps.size() > MAX_TIMESTAMPS) {
      throw rejected(
          "Expected at most %d timestamps but there are %d"
              .formatted(MAX_TIMESTAMPS, timestamps.size()));
    }
    var verified = new ArrayList<Timestamp>();
    for (SignedTimestamp timestamp : timestamps) {
      var token = TimestampToken.parse(timestamp.timeStampResp());
      if (!token.isOver(signature) && !isOverEnvelope(token, timestamp, content)) {
        throw rejected("Expected a timestamp over the signature but was over something else");
      }
      verified.add(verify(token));
    }
    return verified;
  }

  /** What else was stamped vouches for the signature only if it holds that. */
  private static boolean isOverEnvelope(
      TimestampToken token, SignedTimestamp timestamp, Content content) {
    ByteString json = timestamp.envelope();
    try {
      return json != null && token.isOver(json) && Envelope.parse(json).equals(content);
    } catch (MalformedContentException e) {
      return false;
    }
  }

  private Timestamp verify(TimestampToken token) throws RejectedException {
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
