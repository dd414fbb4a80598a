package dev.referrers.cosign;

import dev.referrers.TagPublisher;
import dev.referrers.repository.Repository;

/**
 * Publishes under cosign's tags, byte for byte as cosign 2 does, for consumers that know nothing
 * newer: a {@link dev.referrers.attestation.SimpleSigning} under {@code sha256-….sig}, an envelope
 * with a statement under {@code .att}, an SBOM file under {@code .sbom}. What was read from there
 * is published with the same bytes and annotations.
 *
 * <p>Policies:
 *
 * <ul>
 *   <li>{@link dev.referrers.PublishPolicy#SKIP_IDENTICAL}: the same payload, with no fewer
 *       annotations, log entries and timestamps beside it, by the same names and issuer in a
 *       certificate, the same keyid in an envelope, or the same signature; see {@link
 *       CosignEncoding#withOwnVerifier} for signatures that differ each time. Nothing else is
 *       verified: who can push can leave something there that only looks alike.
 *   <li>{@link dev.referrers.PublishPolicy#REPLACE}: attestations of the same predicateType,
 *       whoever signed them; all signatures; the SBOM.
 * </ul>
 *
 * <p>There is room for one SBOM: another one is a {@link
 * dev.referrers.error.LimitExceededException} unless it is replaced.
 *
 * <p>Refused with {@link IllegalArgumentException} are: content that is not about the subject;
 * signatures over the subject's bytes; statements that are image signatures, for which consumers of
 * these tags don't look there; more than one log entry or timestamp; log entries without the log's
 * promise, as of Rekor v2; timestamps over the signature beside an attestation, which no cosign
 * verifies; subjects whose digest is not sha256. A key's hint and a log entry's inclusion proof
 * have no place there and are left out: the promise stands for the entry.
 */
public final class CosignPublisher {

  private CosignPublisher() {}

  /**
   * Starts a publisher that appends, under tags without a prefix.
   *
   * @param repository where the tags are; the images they are about may be in another one, as with
   *     {@code COSIGN_REPOSITORY}
   */
  public static TagPublisher.Builder into(Repository repository) {
    return into(repository, CosignEncoding.standard());
  }

  /** The same with another prefix, or a verifier for what is identical. */
  public static TagPublisher.Builder into(Repository repository, CosignEncoding encoding) {
    return TagPublisher.into(repository, encoding);
  }
}
