package dev.referrers.bundle;

import dev.referrers.attestation.Signer;
import dev.referrers.attestation.VerificationMaterial;
import dev.referrers.attestation.VerificationMaterial.CertificateChain;
import dev.referrers.bundle.TimestampClient.Timestamp;
import dev.referrers.bundle.internal.verify.SigningKey;
import dev.referrers.error.CredentialException;
import dev.referrers.error.SigningServiceException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Signs with a key that lives for one signature: Fulcio certifies it for the identity of an ID
 * token, timestamp authorities say when it signed, and Rekor logs keep the signature for all to
 * see, the identity with it. The material is the certificate alone, the timestamps and the entries.
 * Where the config names no timestamp authority and its logs are Rekor v1, these say when.
 *
 * <p>What the services answer is checked against what they were asked: the certificate is for our
 * key and identity and was valid when the signature was timestamped and logged, timestamps are over
 * the signature, entries hold its message's or payload's hash, itself and the certificate, and
 * their proof leads to their checkpoint. Whether they are trusted is for a {@link SigstoreVerifier}
 * to say. A signature takes one request to each service, one after the other and none repeated;
 * each takes at most the timeout, and ends when the thread is interrupted.
 *
 * <p>Immutable and thread-safe.
 */
public final class KeylessSigner implements Signer {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final SigningConfig services;
  private final IdentityTokenSource tokens;
  private final @Nullable CertificateIdentity identity;
  private final Duration timeout;
  private final InstantSource clock;

  private KeylessSigner(
      SigningConfig services,
      IdentityTokenSource tokens,
      @Nullable CertificateIdentity identity,
      Duration timeout,
      InstantSource clock) {
    this.services = services;
    this.tokens = tokens;
    this.identity = identity;
    this.timeout = timeout;
    this.clock = clock;
  }

  /** A signer that takes at most 30 seconds for each request. */
  public static KeylessSigner of(SigningConfig services, IdentityTokenSource tokens) {
    return new KeylessSigner(services, tokens, null, TIMEOUT, InstantSource.system());
  }

  /**
   * The same for this identity only: a certificate for another is refused. Without, it has to be
   * for the token's e-mail address, if it has one, and its issuer.
   */
  public KeylessSigner withIdentity(CertificateIdentity identity) {
    return new KeylessSigner(services, tokens, identity, timeout, clock);
  }

  /**
   * The same with another limit to each request.
   *
   * @param timeout more than zero
   */
  public KeylessSigner withTimeout(Duration timeout) {
    return new KeylessSigner(services, tokens, identity, LoggedSigner.positive(timeout), clock);
  }

  KeylessSigner withClock(InstantSource clock) {
    return new KeylessSigner(services, tokens, identity, timeout, clock);
  }

  /**
   * {@inheritDoc}
   *
   * @throws CredentialException when the token is none, or has expired; nothing was asked then
   * @throws SigningServiceException when a service failed, refused or answered something else
   */
  @Override
  public Signed sign(ByteString message) throws IOException {
    return signAll(List.of(message)).get(0);
  }

  /**
   * {@inheritDoc} They have the key and its certificate in common; timestamps and log entries are
   * of each.
   *
   * @throws CredentialException as {@link #sign}
   * @throws SigningServiceException as {@link #sign}
   */
  @Override
  public List<Signed> signAll(List<ByteString> messages) throws IOException {
    var token = IdentityToken.parse(tokens.token());
    var now = clock.instant();
    token.requireUnexpired(now);
    var http = new ServiceClient(timeout, token.text());
    var key = EphemeralKey.generate();
    var issued = certify(key, token, http);
    List<Signed> signed = new ArrayList<>();
    for (ByteString message : messages) {
      signed.add(sign(message, key, issued, http, now));
    }
    return List.copyOf(signed);
  }

  private Signed sign(
      ByteString message,
      EphemeralKey key,
      IssuedCertificate issued,
      ServiceClient http,
      Instant now)
      throws IOException {
    ByteString signature = key.sign(message);
    var signingKey = new SigningKey(key.publicKey(), issued.certificate());
    var testimony = new Witnesses(services, http).ask(message, signature, signingKey, now);
    for (Instant time : testimony.times()) {
      issued.checkValidity(time);
    }
    var material =
        new VerificationMaterial(
            new CertificateChain(List.of(signingKey.logged())),
            testimony.logEntries(),
            testimony.timestamps().stream().map(Timestamp::signed).toList());
    return new Signed(signature, material);
  }

  private IssuedCertificate certify(EphemeralKey key, IdentityToken token, ServiceClient http)
      throws IOException {
    var authority = CertificateClient.service(services.certificateAuthority(clock.instant()));
    X509Certificate certificate =
        new CertificateClient(http)
            .certificate(authority, token, key.publicKey(), key.sign(token.challenge()));
    var issued = new IssuedCertificate(authority, certificate);
    issued.checkKey(key.publicKey());
    issued.checkIdentity(token, identity);
    return issued;
  }
}
