package dev.referrers.internal.tag;

import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings changes into a referrers list and leaves the rest of it alone: other entries, what we
 * don't know about them, and the annotations of the index.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#referrers-tag-schema">
 *     distribution-spec, Referrers Tag Schema</a>
 */
final class IndexMerge {

  private IndexMerge() {}

  /** The list with the changes, or null when it has them all. */
  static @Nullable ImageIndex merge(@Nullable ImageIndex index, List<Change> changes) {
    List<Descriptor> before = index == null ? List.of() : index.manifests();
    Map<Digest, Descriptor> missing = additions(changes);
    // what another change brings at the same time stays: its caller waits for it
    Set<Digest> kept = Set.copyOf(missing.keySet());
    List<Descriptor> after = new ArrayList<>();
    for (Descriptor entry : before) {
      Descriptor ours = missing.remove(entry.digest());
      if (!kept.contains(entry.digest()) && Change.isRemoved(entry, changes)) {
        changes.forEach(change -> change.removes(entry));
      } else {
        after.add(ours == null ? entry : repaired(entry, ours));
      }
    }
    after.addAll(missing.values());
    if (after.equals(before)) {
      return null;
    }
    return (index == null ? ImageIndex.builder() : index.newBuilder()).manifests(after).build();
  }

  /** Whether the list has all that the change adds; if it only removes, nothing of that. */
  static boolean holds(@Nullable ImageIndex index, Change change) {
    List<Descriptor> entries = index == null ? List.of() : index.manifests();
    if (change.additions().isEmpty()) {
      return entries.stream().noneMatch(change.edit().removals());
    }
    Set<Digest> listed = new HashSet<>();
    entries.forEach(entry -> listed.add(entry.digest()));
    return change.additions().stream().allMatch(entry -> listed.contains(entry.digest()));
  }

  private static Map<Digest, Descriptor> additions(List<Change> changes) {
    Map<Digest, Descriptor> additions = new LinkedHashMap<>();
    for (Change change : changes) {
      change.additions().forEach(entry -> additions.put(entry.digest(), entry));
    }
    return additions;
  }

  /** Older cosign writes a wrong artifactType and no annotations (cosign#4641). */
  private static Descriptor repaired(Descriptor entry, Descriptor ours) {
    if (!entry.sameContent(ours)) {
      return ours;
    }
    return entry
        .withMediaType(ours.mediaType())
        .withArtifactType(ours.artifactType())
        .withAnnotations(ours.annotations());
  }
}
