package dev.referrers.bundle;

import dev.referrers.ReferrerPublisher;
import dev.referrers.attestation.AttestationVerifier;
import dev.referrers.repository.Repository;

/**
 * Publishes signed attestations as sigstore bundles beside images, with the manifest that cosign 3
 * writes. What an attestation was read from is published as it is when it was a bundle; other
 * signed content becomes a bundle of version 0.3.
 *
 * <p>Policies go by what is in the bundles, and not by what manifests or lists say about them:
 *
 * <ul>
 *   <li>{@link dev.referrers.PublishPolicy#SKIP_IDENTICAL}: the same payload, and the same hint of
 *       a key or the same names and issuer in a certificate. What is there is verified only with a
 *       verifier; without, who can push can leave something that only looks alike, and so keep
 *       yours from being published.
 *   <li>{@link dev.referrers.PublishPolicy#REPLACE}: the same predicateType, whoever signed it.
 * </ul>
 */
public final class BundlePublisher {

  private BundlePublisher() {}

  /**
   * Starts a publisher in automatic mode that appends. It refuses, with {@link
   * IllegalArgumentException}, what a bundle can't hold: unsigned artefacts, envelopes with several
   * signatures, signatures without a key's hint or a certificate, and statements that are none or
   * about another subject.
   *
   * @param repository where the bundles go; the images they are about may be in another one
   */
  public static ReferrerPublisher.Builder into(Repository repository) {
    return ReferrerPublisher.into(repository).encoding(new BundleEncoding(null));
  }

  /**
   * The same, that takes for identical only what this verifier takes too, so that nothing which
   * merely looks alike keeps anything from being published.
   *
   * @param own verifies what the caller signs
   */
  public static ReferrerPublisher.Builder into(Repository repository, AttestationVerifier own) {
    return ReferrerPublisher.into(repository).encoding(new BundleEncoding(own));
  }
}
