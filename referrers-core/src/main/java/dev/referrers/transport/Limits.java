package dev.referrers.transport;

/**
 * The most that is accepted of what a peer controls. Passing one is a {@link
 * dev.referrers.error.LimitExceededException} that names it, never a shortened result.
 *
 * @param manifestBytes bytes of one manifest, read or pushed
 * @param listingBytes bytes of one page of a referrers list, of the index under a referrers tag, or
 *     of a page of tags
 * @param pages pages of one list
 * @param entries entries of one list over all its pages
 * @param redirects redirects of one request
 */
public record Limits(long manifestBytes, long listingBytes, int pages, int entries, int redirects) {

  /** 4 MiB manifests, 64 MiB pages, 10,000 pages, 1,000,000 entries, 5 redirects. */
  public static final Limits DEFAULT = new Limits(4L << 20, 64L << 20, 10_000, 1_000_000, 5);

  /**
   * @throws IllegalArgumentException when a limit is negative, or one but {@code redirects} is 0
   */
  public Limits {
    if (manifestBytes < 1 || listingBytes < 1 || pages < 1 || entries < 1 || redirects < 0) {
      throw new IllegalArgumentException("Limits need to be positive");
    }
  }

  public Limits withManifestBytes(long manifestBytes) {
    return new Limits(manifestBytes, listingBytes, pages, entries, redirects);
  }

  public Limits withListingBytes(long listingBytes) {
    return new Limits(manifestBytes, listingBytes, pages, entries, redirects);
  }

  public Limits withPages(int pages) {
    return new Limits(manifestBytes, listingBytes, pages, entries, redirects);
  }

  public Limits withEntries(int entries) {
    return new Limits(manifestBytes, listingBytes, pages, entries, redirects);
  }

  public Limits withRedirects(int redirects) {
    return new Limits(manifestBytes, listingBytes, pages, entries, redirects);
  }
}
