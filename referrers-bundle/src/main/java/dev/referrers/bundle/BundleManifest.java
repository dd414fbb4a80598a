package dev.referrers.bundle;

import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import java.util.List;

/**
 * The manifest that holds a bundle, byte for byte as cosign 3 writes it, with the artifactType in
 * the config's descriptor too.
 *
 * @param bundle the one layer; its media type is the artifactType
 */
record BundleManifest(Descriptor subject, Descriptor bundle, Annotations annotations) {

  ImageManifest build() {
    String artifactType = bundle.mediaType();
    return ImageManifest.builder(Descriptor.EMPTY_JSON.withArtifactType(artifactType))
        .artifactType(artifactType)
        .layers(List.of(bundle))
        .annotations(annotations)
        .subject(subject)
        .inOrderOfCosign()
        .build();
  }
}
