package dev.referrers.error;

import dev.referrers.oci.Digest;
import java.util.List;

/**
 * Manifests are pushed, but the referrers tag could not be made to list them: other writers kept
 * moving it, or the registry drops writes. Publishing the same content again is safe.
 */
public final class ReferrersTagConflictException extends RegistryException {

  private final Digest subject;
  private final String tag;
  private final transient List<Digest> manifests;

  /**
   * @param manifests the pushed manifests that are not known to be listed
   * @param writes how often the tag was written
   */
  public ReferrersTagConflictException(
      Digest subject, String tag, List<Digest> manifests, int writes) {
    super(
        "Referrers tag " + tag + " was written " + writes + " times, but " + text(manifests),
        "publish the same content again, it is not stored twice",
        null);
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

  private static String text(List<Digest> manifests) {
    String first = "manifest " + manifests.get(0);
    return manifests.size() == 1
        ? first + " is pushed but not listed"
        : first + " and " + (manifests.size() - 1) + " more are pushed but not listed";
  }
}
