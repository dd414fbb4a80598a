package dev.referrers.attestation;

/**
 * Decides whether attestations hold, however they were stored. An implementation stands for whom it
 * trusts: some keys, or an identity. Immutable and thread-safe.
 */
public interface AttestationVerifier {

  /**
   * Verifies one attestation. Nothing is asked over the network.
   *
   * @param subject what it has to be about
   * @param expected what it has to say
   */
  Verdict verify(Attestation attestation, Subject subject, Expectation expected);
}
