package dev.referrers;

import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.util.List;

/**
 * What a copy did or, for a plan, would do.
 *
 * @param root what was asked for
 * @param items each manifest and each blob once
 * @param listings the referrers lists at the target that manifests were added to, or had to be in;
 *     none in a plan
 * @param tags the tags that point to what was copied: those that were asked for, and cosign's
 * @param warnings what did not go as wished, for people
 */
public record CopyReport(
    Descriptor root,
    List<Item> items,
    List<Listing> listings,
    List<String> tags,
    List<String> warnings) {

  /** What something is. */
  public enum Kind {
    MANIFEST,
    BLOB
  }

  /** What becomes of something. */
  public enum Fate {
    /** Its bytes went from the source to the target. In a plan it may turn out to be mounted. */
    COPIED,
    /** The registry took it over from the other repository. */
    MOUNTED,
    /** It was at the target already. */
    PRESENT,
    /** A foreign layer, which is had from its own URL. It was not copied. */
    ELSEWHERE
  }

  /**
   * A manifest or a blob.
   *
   * @param content the descriptor that led to it
   */
  public record Item(Kind kind, Fate fate, Descriptor content) {}

  /**
   * What lists manifests that were copied.
   *
   * @param referrers how many of them
   */
  public record Listing(
      Digest subject, Publication.ListedBy by, Publication.Evidence evidence, int referrers) {}

  public CopyReport {
    items = List.copyOf(items);
    listings = List.copyOf(listings);
    tags = List.copyOf(tags);
    warnings = List.copyOf(warnings);
  }

  /** How many there are of the kind that had this fate. */
  public int count(Kind kind, Fate fate) {
    return (int) items.stream().filter(item -> item.kind == kind && item.fate == fate).count();
  }

  /** The bytes of all those of the kind that had this fate. */
  public long bytes(Kind kind, Fate fate) {
    return items.stream()
        .filter(item -> item.kind == kind && item.fate == fate)
        .mapToLong(item -> item.content.size())
        .sum();
  }
}
