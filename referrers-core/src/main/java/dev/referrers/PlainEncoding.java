package dev.referrers;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.AnnotationKeys;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Artefacts as oras stores them: the empty config, and the empty layer when there are no files. */
final class PlainEncoding implements ReferrerEncoding {

  static final String LAYOUT = "referrer";

  private record Said(@Nullable Descriptor subject, List<Descriptor> layers, Annotations undated) {}

  @Override
  public String layout() {
    return LAYOUT;
  }

  @Override
  public Encoded encode(Descriptor subject, Attestation attestation, Instant now) {
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
            .annotations(attestation.annotations().dated(now))
            .build();
    var likeness = new Likeness(artifact.artifactType(), said(manifest));
    return new Encoded(manifest, artifact.files(), likeness);
  }

  @Override
  public ReferrersQuery similarTo(String kind) {
    return ReferrersQuery.ALL.withArtifactType(kind).sortedByNewest();
  }

  @Override
  public @Nullable Likeness likeness(Manifest stored, Repository repository) {
    return likeness(stored);
  }

  private static @Nullable Likeness likeness(Manifest manifest) {
    String type = manifest.asReferrer().artifactType();
    if (type == null) {
      return null;
    }
    return new Likeness(type, manifest instanceof ImageManifest image ? said(image) : manifest);
  }

  private static Said said(ImageManifest manifest) {
    return new Said(manifest.subject(), manifest.layers(), undated(manifest.annotations()));
  }

  private static List<Descriptor> layers(Artifact artifact) {
    return artifact.files().isEmpty()
        ? List.of(Descriptor.EMPTY_JSON)
        : artifact.files().stream().map(Blob::descriptor).toList();
  }

  private static Annotations undated(Annotations annotations) {
    var values = new TreeMap<>(annotations.values());
    values.remove(AnnotationKeys.CREATED);
    return new Annotations(values);
  }
}
