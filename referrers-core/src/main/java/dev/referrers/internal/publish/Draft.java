package dev.referrers.internal.publish;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.LimitExceededException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.AnnotationKeys;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.transport.Limits;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * An artefact on its way: its manifest, built once so that pushing it again changes nothing, and
 * the files that this one lists.
 */
public record Draft(ImageManifest manifest, List<Blob> files) {

  public Draft {
    files = List.copyOf(files);
  }

  /**
   * Builds the manifest as oras does: the empty config, and the empty layer when there are no
   * files.
   *
   * @param now becomes {@code created} unless the attestation has it
   * @throws IllegalArgumentException when the content is of a kind that a plain referrer can't hold
   */
  public static Draft of(Descriptor subject, Attestation attestation, Instant now) {
    if (!(attestation.content() instanceof Artifact artifact)) {
      throw new IllegalArgumentException(
          "Plain referrer holds an Artifact but the content is a "
              + attestation.content().getClass().getSimpleName());
    }
    var manifest =
        ImageManifest.builder(Descriptor.EMPTY_JSON)
            .artifactType(artifact.artifactType())
            .layers(layers(artifact))
            .subject(subject.bare())
            .annotations(dated(attestation.annotations(), now))
            .build();
    return new Draft(manifest, artifact.files());
  }

  public String artifactType() {
    String own = manifest.artifactType();
    return own == null ? manifest.config().mediaType() : own;
  }

  public void requireSize(Limits limits) throws LimitExceededException {
    if (manifest.bytes().size() > limits.manifestBytes()) {
      throw new LimitExceededException(
          "Manifest " + manifest.digest(), limits.manifestBytes(), "bytes", "Limits.manifestBytes");
    }
  }

  /**
   * The same for a registry that refuses {@code artifactType} or the empty config: the type stands
   * as media type of the config, where a referrers list takes it from too.
   */
  public Draft plainer() {
    var config = manifest.config().withMediaType(artifactType());
    return new Draft(manifest.newBuilder().artifactType(null).config(config).build(), files);
  }

  private static List<Descriptor> layers(Artifact artifact) {
    return artifact.files().isEmpty()
        ? List.of(Descriptor.EMPTY_JSON)
        : artifact.files().stream().map(Blob::descriptor).toList();
  }

  private static Annotations dated(Annotations annotations, Instant now) {
    return annotations.get(AnnotationKeys.CREATED) != null
        ? annotations
        : annotations.with(AnnotationKeys.CREATED, now.truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
