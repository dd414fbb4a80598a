package dev.referrers;

/**
 * How far a tree reaches from its root. The children of an index always belong to it.
 *
 * @param referrers whether what refers to a manifest belongs to it, and what refers to that
 * @param cosignTags whether what cosign keeps of a manifest under the tags {@code sha256-….sig},
 *     {@code .att} and {@code .sbom} belongs to it, at the cost of three requests for each manifest
 * @param depth the most steps from the root to a manifest
 * @param manifests the most manifests
 */
public record TreeQuery(boolean referrers, boolean cosignTags, int depth, int manifests) {

  /** The most bytes of all manifests, and of the annotations in lists, that are held together. */
  public static final long MOST_BYTES = 128L << 20;

  /** The root and, when it is an index, what is in it; at most 32 deep and 10,000 manifests. */
  public static final TreeQuery IMAGE = new TreeQuery(false, false, 32, 10_000);

  /** The same with all referrers. */
  public static final TreeQuery REFERRERS = new TreeQuery(true, false, 32, 10_000);

  /**
   * @throws IllegalArgumentException when the depth is negative, or there is no room for a root
   */
  public TreeQuery {
    if (depth < 0 || manifests < 1) {
      throw new IllegalArgumentException("TreeQuery needs a depth and room for a manifest");
    }
  }

  /** See {@link #cosignTags}. */
  public TreeQuery withCosignTags() {
    return new TreeQuery(referrers, true, depth, manifests);
  }

  /** Fails on trees that are deeper. */
  public TreeQuery withDepth(int depth) {
    return new TreeQuery(referrers, cosignTags, depth, manifests);
  }

  /** Fails on trees that have more manifests. */
  public TreeQuery withManifests(int manifests) {
    return new TreeQuery(referrers, cosignTags, depth, manifests);
  }
}
