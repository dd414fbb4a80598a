package dev.referrers;

import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Manifests that are to go together.
 *
 * @param parts each after what it refers to
 */
record DeletionTree(List<Part> parts) {

  /**
   * One of them.
   *
   * @param manifest null when it is not there, though others refer to it
   * @param subject what it refers to
   * @param tags those that are about it: cosign's, and the referrers tag if that was found in use
   */
  record Part(
      Digest digest, @Nullable Descriptor manifest, @Nullable Digest subject, List<String> tags) {

    static Part of(Digest digest, Manifest manifest) {
      Descriptor subject = manifest.subject();
      return new Part(
          digest,
          Descriptor.of(manifest.mediaType(), digest, manifest.bytes().size()),
          subject == null ? null : subject.digest(),
          List.of());
    }

    Part withTags(List<String> tags) {
      return new Part(digest, manifest, subject, List.copyOf(tags));
    }
  }

  DeletionTree {
    parts = List.copyOf(parts);
  }

  /** What refers before what it refers to. */
  List<Part> inOrder() {
    List<Part> order = new ArrayList<>(parts);
    Collections.reverse(order);
    return order;
  }

  /** The manifests, what refers before what it refers to. */
  List<Descriptor> manifests() {
    return inOrder().stream()
        .map(Part::manifest)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  DeletionReport plan() {
    List<String> tags = inOrder().stream().flatMap(part -> part.tags().stream()).toList();
    return new DeletionReport(manifests(), List.of(), tags, List.of());
  }
}
