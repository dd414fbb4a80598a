package dev.referrers;

import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.util.List;

/**
 * Stores attestations beside images, in one layout.
 *
 * <p>Implementations are immutable and thread-safe. All calls for one subject in this process share
 * their writes, whichever objects they go through.
 */
public interface AttestationPublisher {

  /**
   * Publishes one attestation, and returns when there is evidence that it is listed.
   *
   * @param subject the image manifest or index that it is about; it need not be in the repository
   *     yet
   * @throws IllegalArgumentException when the layout can't hold this content; nothing is written
   * @throws dev.referrers.error.ReferrersTagConflictException when the manifest is pushed but could
   *     not be listed
   * @throws dev.referrers.error.TagConflictException when the layer is pushed but does not stay
   *     under its tag
   */
  default Publication publish(Descriptor subject, Attestation attestation) throws IOException {
    return publishAll(subject, List.of(attestation)).get(0);
  }

  /**
   * Publishes several attestations of one subject with one update of what lists them.
   *
   * @return one receipt for each, in their order
   * @throws IOException when one could not be published; others may have been, and publishing all
   *     again is safe with {@link PublishPolicy#SKIP_IDENTICAL}
   */
  List<Publication> publishAll(Descriptor subject, List<Attestation> attestations)
      throws IOException;

  /**
   * Asks, without any request, whether the layout can hold these.
   *
   * @throws IllegalArgumentException when it can't hold one of them, or the subject's digest
   */
  void requireHoldable(Descriptor subject, List<Attestation> attestations);

  /** Works out what {@link #publishAll} would do, without writing anything. */
  PublicationPlan plan(Descriptor subject, List<Attestation> attestations) throws IOException;
}
