package dev.referrers.cosign;

import dev.referrers.Publication;
import dev.referrers.PublishPolicy;
import dev.referrers.TagEncoding;
import dev.referrers.TagPublisher;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts layers under the tag that they are from, as they are, whatever they hold: behind what others
 * have put there, and so that they stay, by the rules of all who write to such tags.
 *
 * @param layers each with its annotations, and in the repository
 */
record KeptLayers(String tag, List<Descriptor> layers) implements TagEncoding {

  private static final String KIND = "kept";

  /**
   * Fails when publishers don't touch what the tag points to, so that what it holds could not be
   * put back by their rules.
   */
  void requireExtensible(Repository repository, Descriptor subject) throws IOException {
    TagPublisher.into(repository, this).build().plan(subject, contents(repository));
  }

  List<Publication> publish(Repository repository, Descriptor subject, Duration settle)
      throws IOException {
    return TagPublisher.into(repository, this)
        .policy(PublishPolicy.SKIP_IDENTICAL)
        .settle(settle)
        .build()
        .publishAll(subject, contents(repository));
  }

  private List<Attestation> contents(Repository repository) {
    return layers.stream().map(layer -> content(Blob.in(repository, layer))).toList();
  }

  private static Attestation content(Blob layer) {
    return Attestation.of(Artifact.of("application/octet-stream", layer));
  }

  @Override
  public String layout() {
    return CosignTags.LAYOUT;
  }

  @Override
  public Encoded encode(Descriptor subject, Attestation attestation) {
    Blob layer = ((Artifact) attestation.content()).files().get(0);
    return new Encoded(attestation, tag, CosignTag.mostLayers(tag), layer, KIND);
  }

  @Override
  public Blob config(List<Descriptor> layers) {
    return CosignConfig.of(layers);
  }

  /** {@inheritDoc} None is but the very same, and that is found without this. */
  @Override
  public boolean mayBe(String kind, Descriptor layer) {
    return false;
  }

  @Override
  public @Nullable String kind(Descriptor layer, Repository repository) {
    return null;
  }

  @Override
  public boolean isIdentical(
      Encoded wanted, Descriptor layer, Descriptor subject, Repository repository) {
    return false;
  }
}
