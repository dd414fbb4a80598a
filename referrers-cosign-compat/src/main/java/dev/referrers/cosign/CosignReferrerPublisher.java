package dev.referrers.cosign;

import dev.referrers.ReferrerPublisher;
import dev.referrers.repository.Repository;

/**
 * Publishes legacy signatures and attestations as referrers, with the layer that is under cosign's
 * tags and its annotations: for what has to leave the tags and can't become a bundle. A signature
 * gets the manifest of cosign's experimental OCI 1.1 mode, byte for byte, an envelope that of its
 * library function {@code WriteAttestationsReferrer}. {@link CosignReferrers} reads both; of cosign
 * only {@code verify --experimental-oci11} looks at the signatures, at the last one.
 *
 * <p>{@link dev.referrers.PublishPolicy#SKIP_IDENTICAL} takes the same layer with the same
 * annotations for identical, {@link dev.referrers.PublishPolicy#REPLACE} replaces all signatures,
 * or the attestations of the same predicateType.
 */
public final class CosignReferrerPublisher {

  private CosignReferrerPublisher() {}

  /**
   * Starts a publisher in automatic mode that appends. It refuses, with {@link
   * IllegalArgumentException}, what {@link CosignPublisher} refuses, and SBOMs.
   *
   * @param repository where the referrers go; the images they are about may be in another one
   */
  public static ReferrerPublisher.Builder into(Repository repository) {
    return ReferrerPublisher.into(repository).encoding(new CosignReferrerEncoding());
  }
}
