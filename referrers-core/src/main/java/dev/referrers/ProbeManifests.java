package dev.referrers;

import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import java.util.List;
import java.util.UUID;

/**
 * The manifests that an examination pushes. They carry a random name, so that removing them can't
 * remove anything of somebody else's.
 */
record ProbeManifests(
    ImageManifest withSubject, ImageManifest first, ImageManifest second, String tag) {

  static final String TYPE = "application/vnd.dev.referrers.probe.v1+json";
  static final String OTHER_TYPE = "application/vnd.dev.referrers.other-probe.v1+json";
  static final String TAG_PREFIX = "referrers-probe-";

  /** The digest of nothing that is known, to refer to without attaching to an image. */
  static final Digest NOBODY = new Digest("sha256", "0".repeat(64));

  private static final String NAME = "dev.referrers.probe";

  static ProbeManifests create() {
    String name = UUID.randomUUID().toString();
    var subject = Descriptor.of(MediaTypes.IMAGE_MANIFEST, NOBODY, 2);
    return new ProbeManifests(
        builder(name + " subject").subject(subject).build(),
        builder(name + " 1").build(),
        builder(name + " 2").build(),
        TAG_PREFIX + name);
  }

  private static ImageManifest.Builder builder(String name) {
    return ImageManifest.builder(Descriptor.EMPTY_JSON)
        .artifactType(TYPE)
        .layers(List.of(Descriptor.EMPTY_JSON))
        .annotations(Annotations.of(NAME, name));
  }
}
