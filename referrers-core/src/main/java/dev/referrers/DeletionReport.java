package dev.referrers;

import dev.referrers.oci.Descriptor;
import java.util.List;

/**
 * What a deletion did or, for a plan, would do.
 *
 * @param deleted the manifests that are gone, in the order of their going
 * @param kept those that had to go and are still there
 * @param tags tags that were deleted, or rid of entries
 * @param warnings what the registry refused, for people; a plan does not know of that
 */
public record DeletionReport(
    List<Descriptor> deleted, List<Descriptor> kept, List<String> tags, List<String> warnings) {

  public DeletionReport {
    deleted = List.copyOf(deleted);
    kept = List.copyOf(kept);
    tags = List.copyOf(tags);
    warnings = List.copyOf(warnings);
  }
}
