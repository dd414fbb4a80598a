package dev.referrers.bundle;

import dev.referrers.attestation.LogEntry;
import dev.referrers.attestation.Signer;
import dev.referrers.attestation.VerificationMaterial.SignedTimestamp;
import dev.referrers.bundle.TimestampClient.Timestamp;
import dev.referrers.bundle.internal.verify.SigningKey;
import dev.referrers.error.SigningServiceException;
import dev.referrers.key.Signatures;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import okio.ByteString;

/**
 * Has the signatures of a key timestamped and logged: what {@link KeylessSigner} does for a key
 * that verifiers already have. The material is that of the key's own signer with timestamps and log
 * entries. Checks, requests and limits are as there, but for one more request to a Rekor v1 that
 * has the signature already. Immutable, and thread-safe if the signer is.
 *
 * <p>A Rekor v1 takes signatures of envelopes by SHA-256 only, so by no key on P-384 or P-521, and
 * of Ed25519 without prehashing.
 */
public final class LoggedSigner implements Signer {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Signer signer;
  private final PublicKey key;
  private final SigningConfig services;
  private final Duration timeout;

  private LoggedSigner(Signer signer, PublicKey key, SigningConfig services, Duration timeout) {
    KeyDetails.of(key); // refuses what a log would
    this.signer = signer;
    this.key = key;
    this.services = services;
    this.timeout = timeout;
  }

  /**
   * A signer that takes at most 30 seconds for each request.
   *
   * @param signer hashes with the curve's own hash, prehashes Ed25519
   * @param key the public key that it signs by
   * @param services of which no certificate authority is asked
   * @throws IllegalArgumentException when logs take no such key
   */
  public static LoggedSigner of(Signer signer, PublicKey key, SigningConfig services) {
    return new LoggedSigner(signer, key, services, TIMEOUT);
  }

  /**
   * The same with another limit to each request.
   *
   * @param timeout more than zero
   */
  public LoggedSigner withTimeout(Duration timeout) {
    return new LoggedSigner(signer, key, services, positive(timeout));
  }

  static Duration positive(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("Timeout needs to be more than zero but is " + timeout);
    }
    return timeout;
  }

  /**
   * {@inheritDoc}
   *
   * @throws SigningServiceException when a service failed, refused or answered something else
   * @throws IllegalArgumentException when the signature is not by the key
   */
  @Override
  public Signed sign(ByteString message) throws IOException {
    Signed signed = signer.sign(message);
    if (!Signatures.JDK.verifies(key, message, signed.value())) {
      throw new IllegalArgumentException("Signer needs to be of the public key but is of another");
    }
    var testimony =
        new Witnesses(services, new ServiceClient(timeout, ""))
            .ask(message, signed.value(), SigningKey.of(key), Instant.now());
    var entries = new ArrayList<LogEntry>(signed.material().logEntries());
    entries.addAll(testimony.logEntries());
    var timestamps = new ArrayList<SignedTimestamp>(signed.material().timestamps());
    testimony.timestamps().stream().map(Timestamp::signed).forEach(timestamps::add);
    return new Signed(
        signed.value(), signed.material().withLogEntries(entries).withTimestamps(timestamps));
  }
}
