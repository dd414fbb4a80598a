package dev.referrers;

import dev.referrers.attestation.Attestation;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way of storing attestations as referrers. How those get into a repository and are listed, and
 * when, is {@link ReferrerPublisher}'s part. Immutable and thread-safe.
 *
 * @see ReferrerPublisher.Builder#encoding
 */
public interface ReferrerEncoding {

  /**
   * A referrer that is not stored yet.
   *
   * @param manifest names the subject
   * @param files all blobs that the manifest lists, but for the empty one
   */
  record Encoded(ImageManifest manifest, List<Blob> files, Likeness likeness) {

    public Encoded {
      files = List.copyOf(files);
    }
  }

  /**
   * What policies compare referrers of one subject by.
   *
   * @param kind {@link PublishPolicy#REPLACE} replaces those of the same kind
   * @param content {@link PublishPolicy#SKIP_IDENTICAL} skips what has the same kind and content;
   *     compared with {@code equals}
   */
  record Likeness(String kind, Object content) {}

  /** Name of the layout for {@link Publication#layout()}. */
  String layout();

  /**
   * Builds the referrer that will hold the attestation.
   *
   * @param now becomes {@code created} unless the attestation has it
   * @throws IllegalArgumentException when this layout can't hold the attestation
   */
  Encoded encode(Descriptor subject, Attestation attestation, Instant now);

  /** Where to look for what is of this kind, newest first; may find others too. */
  ReferrersQuery similarTo(String kind);

  /**
   * Whether what is listed so may be of this kind, to spare a look at what can't. Where that can't
   * be told, or is said wrongly at times, it may.
   */
  default boolean mayBe(String kind, Descriptor listed) {
    return true;
  }

  /**
   * The likeness of what is stored, from its content and not from what is said about it.
   *
   * @return null when it is not of this layout, or can't be read as such
   */
  @Nullable Likeness likeness(Manifest stored, Repository repository) throws IOException;
}
