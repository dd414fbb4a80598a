package dev.referrers;

import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.util.List;

/**
 * What a repair made of the list under a referrers tag.
 *
 * @param listed the manifests that it lists now, as they are told by themselves; those that others
 *     add meanwhile are not among them
 * @param removed entries whose manifest is gone
 */
public record ReferrersRepair(List<Descriptor> listed, List<Digest> removed) {

  /** There was nothing to repair. */
  static final ReferrersRepair NONE = new ReferrersRepair(List.of(), List.of());

  public ReferrersRepair {
    listed = List.copyOf(listed);
    removed = List.copyOf(removed);
  }
}
