package dev.referrers.cosign;

import dev.referrers.oci.Digest;
import java.util.List;

/**
 * What a rollback did.
 *
 * @param restored tags that point again to what they pointed to, byte for byte
 * @param merged tags that others had made anew meanwhile, and that now hold both
 * @param unchanged tags that hold all of it already
 * @param deleted manifests that the migration had added; empty unless that was asked for
 * @param warnings what the registry refused to delete
 */
public record RollbackReport(
    List<String> restored,
    List<String> merged,
    List<String> unchanged,
    List<Digest> deleted,
    List<String> warnings) {

  public RollbackReport {
    restored = List.copyOf(restored);
    merged = List.copyOf(merged);
    unchanged = List.copyOf(unchanged);
    deleted = List.copyOf(deleted);
    warnings = List.copyOf(warnings);
  }
}
