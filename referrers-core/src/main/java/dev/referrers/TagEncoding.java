package dev.referrers;

import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way of storing attestations under tags: each a layer of the image manifest that a tag of its
 * subject points to. The counterpart of {@link ReferrerEncoding} for layouts without referrers. How
 * layers get there and stay is {@link TagPublisher}'s part. Immutable and thread-safe.
 */
public interface TagEncoding {

  /**
   * An attestation that is not stored yet.
   *
   * @param tag whose manifest will hold it
   * @param mostLayers how many that manifest may hold
   * @param layer what the manifest says about it, its annotations, comes with the blob
   * @param kind {@link PublishPolicy#REPLACE} replaces those of the same kind under the tag
   */
  record Encoded(Attestation attestation, String tag, int mostLayers, Blob layer, String kind) {}

  /** Name of the layout for {@link Publication#layout()}. */
  String layout();

  /**
   * Builds the layer that will hold the attestation.
   *
   * @throws IllegalArgumentException when this layout can't hold the attestation
   */
  Encoded encode(Descriptor subject, Attestation attestation);

  /** The config of a manifest with these layers. */
  Blob config(List<Descriptor> layers);

  /**
   * Whether the layer may be of this kind, to spare a look into what can't; where that can't be
   * told, it may.
   */
  boolean mayBe(String kind, Descriptor layer);

  /**
   * The kind of a layer that is stored, from its content and not from what is said about it.
   *
   * @return null when it can't be read; then it is not replaced
   */
  @Nullable String kind(Descriptor layer, Repository repository) throws IOException;

  /**
   * Whether a layer that is stored says the same as the wanted one, by the same signer, so that
   * {@link PublishPolicy#SKIP_IDENTICAL} takes it instead.
   */
  boolean isIdentical(Encoded wanted, Descriptor layer, Descriptor subject, Repository repository)
      throws IOException;
}
