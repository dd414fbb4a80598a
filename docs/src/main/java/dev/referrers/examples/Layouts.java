package dev.referrers.examples;

import dev.referrers.Attestations;
import dev.referrers.IndexAttestations;
import dev.referrers.ReferrerDecoder;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.cosign.CosignReferrers;
import dev.referrers.cosign.CosignTags;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;

/** The layouts that attestations are kept in. */
final class Layouts {

  private Layouts() {}

  /** Those that hold signatures which can be verified. */
  static Attestations signed(Repository repository) {
    return Attestations.in(repository)
        .with(StoredBundles.decoder())
        .with(CosignReferrers.decoder())
        .with(CosignTags.in(repository));
  }

  /**
   * All.
   *
   * @param image looked into for attestations when it is an index
   */
  static Attestations all(Repository repository, Digest image) {
    return signed(repository)
        .with(ReferrerDecoder.buildkit())
        .with(ReferrerDecoder.notation())
        .with(ReferrerDecoder.plain())
        .with(IndexAttestations.in(repository, image))
        .withUnion();
  }
}
