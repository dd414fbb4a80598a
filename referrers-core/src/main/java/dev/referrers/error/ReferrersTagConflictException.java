package dev.referrers.error;

import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The referrers tag could not be made to list what it has to for good: other writers kept moving
 * it, the registry drops writes or takes too long, or time ran out. Manifests are pushed, and
 * publishing the same content again would store it twice; or entries were to be removed, and may
 * still be there.
 */
public final class ReferrersTagConflictException extends RegistryException {

  private final Digest subject;
  private final String tag;
  private final transient List<Digest> manifests;

  /**
   * @param manifests the pushed manifests that are not known to be listed; none when entries were
   *     only to be removed
   * @param writes how often the tag was written, or tried to be; 0 when it never came to that, for
   *     example because each read took longer than a quarter of the settle time
   * @param cause the last failure, when there was one
   */
  public ReferrersTagConflictException(
      Digest subject, String tag, List<Digest> manifests, int writes, @Nullable IOException cause) {
    super(
        "Referrers tag %s was written %d times, but %s%s"
            .formatted(
                tag, writes, text(manifests), cause == null ? "" : ": " + cause.getMessage()),
        remedy(manifests),
        cause);
    this.subject = subject;
    this.tag = tag;
    this.manifests = List.copyOf(manifests);
  }

  public Digest subject() {
    return subject;
  }

  /** The referrers tag of the subject. */
  public String tag() {
    return tag;
  }

  /** The manifests that are stored in the repository, but not known to be listed. */
  public List<Digest> manifests() {
    return manifests;
  }

  private static String remedy(List<Digest> manifests) {
    return manifests.isEmpty()
        ? "do it again; where reading and writing the tag is slow, a longer settle time helps"
        : "ReferrerPublisher.relist lists what is pushed; where reading and writing the tag is slow,"
            + " Builder.settle gives it more time";
  }

  private static String text(List<Digest> manifests) {
    if (manifests.isEmpty()) {
      return "it may still have entries that were to be removed";
    }
    String first = "manifest " + manifests.get(0);
    return manifests.size() == 1
        ? first + " is pushed but not known to be listed"
        : first + " and " + (manifests.size() - 1) + " more are pushed but not known to be listed";
  }
}
