package dev.referrers.cosign;

import java.util.List;

/**
 * What a rollback did.
 *
 * @param restored tags that point again to what they pointed to, byte for byte
 * @param merged tags that others had made anew meanwhile, and that now hold both
 * @param unchanged tags that hold all of it already
 */
public record RollbackReport(List<String> restored, List<String> merged, List<String> unchanged) {

  public RollbackReport {
    restored = List.copyOf(restored);
    merged = List.copyOf(merged);
    unchanged = List.copyOf(unchanged);
  }
}
