package dev.referrers;

import dev.referrers.error.LimitExceededException;
import dev.referrers.manifest.Manifest;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How far a walk may go, and what it holds. Thread-safe. */
final class WalkLimits {

  private final String what;
  private final TreeQuery query;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong listed = new AtomicLong();

  WalkLimits(String root, TreeQuery query) {
    this.what = "Tree of " + root;
    this.query = query;
  }

  /** Counts a manifest that will be held, and gives it back. */
  Manifest add(Manifest manifest) {
    bytes.addAndGet(manifest.bytes().size());
    return manifest;
  }

  /** The same for one that comes by itself, not with a list that is checked as a whole. */
  Manifest hold(Manifest manifest) throws LimitExceededException {
    add(manifest);
    checkBytes();
    return manifest;
  }

  /** Counts entries of lists, which are held: those of all lists together. */
  void addListed(List<Referrer> entries) throws LimitExceededException {
    for (Referrer each : entries) {
      each.descriptor()
          .annotations()
          .values()
          .forEach((key, value) -> bytes.addAndGet(key.length() + value.length()));
    }
    checkCount(listed.addAndGet(entries.size()));
  }

  void checkDepth(int depth) throws LimitExceededException {
    if (depth > query.depth()) {
      throw exceeded(query.depth(), "steps", "TreeQuery.depth");
    }
  }

  /**
   * Checks what is held, too.
   *
   * @param manifests that are known, or that lists have
   */
  void checkCount(long manifests) throws LimitExceededException {
    if (manifests > query.manifests()) {
      throw exceeded(query.manifests(), "manifests", "TreeQuery.manifests");
    }
    checkBytes();
  }

  private void checkBytes() throws LimitExceededException {
    if (bytes.get() > TreeQuery.MOST_BYTES) {
      throw exceeded(TreeQuery.MOST_BYTES, "bytes", "TreeQuery.MOST_BYTES");
    }
  }

  private LimitExceededException exceeded(long most, String unit, String limit) {
    return new LimitExceededException(what, most, unit, limit);
  }
}
