package dev.referrers.testing;

import org.jspecify.annotations.Nullable;

/**
 * How a referrers list is cut into pages. Immutable. The parameter that leads to the next page is
 * opaque and carries the filter, so a client must use it as it is.
 */
public final class Paging {

  /** The whole list in one answer. */
  public static final Paging NONE =
      new Paging(Integer.MAX_VALUE, LinkStyle.PATH, null, 0, 0, 0, null);

  final int size;
  final LinkStyle style;
  final @Nullable String host;
  final int overlap;
  final int loopAt;
  final int failAt;
  final @Nullable Answer failure;

  private Paging(
      int size,
      LinkStyle style,
      @Nullable String host,
      int overlap,
      int loopAt,
      int failAt,
      @Nullable Answer failure) {
    this.size = size;
    this.style = style;
    this.host = host;
    this.overlap = overlap;
    this.loopAt = loopAt;
    this.failAt = failAt;
    this.failure = failure;
  }

  /** Pages of so many entries. */
  public static Paging of(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("Paging needs a size of 1 or more but has " + size);
    }
    return new Paging(size, LinkStyle.PATH, null, 0, 0, 0, null);
  }

  public Paging withLinks(LinkStyle style) {
    return new Paging(size, style, host, overlap, loopAt, failAt, failure);
  }

  /**
   * Links lead to another host.
   *
   * @param baseUrl such as {@code http://localhost:5000}, without a slash at the end
   */
  public Paging withLinksTo(String baseUrl) {
    return new Paging(size, LinkStyle.ABSOLUTE, baseUrl, overlap, loopAt, failAt, failure);
  }

  /**
   * Each page begins with the last entries of the one before.
   *
   * @param entries fewer than a page has
   */
  public Paging withOverlap(int entries) {
    if (entries < 0 || entries >= size) {
      throw new IllegalArgumentException("Overlap needs 0 to " + (size - 1) + " but is " + entries);
    }
    return new Paging(size, style, host, entries, loopAt, failAt, failure);
  }

  /** The page links to the first one, which its own address does too; pages count from 1. */
  public Paging withLoopAt(int page) {
    return new Paging(size, style, host, overlap, page, failAt, failure);
  }

  /** The page is answered otherwise, each time; pages count from 1. */
  public Paging withFailureAt(int page, Answer failure) {
    return new Paging(size, style, host, overlap, loopAt, page, failure);
  }
}
