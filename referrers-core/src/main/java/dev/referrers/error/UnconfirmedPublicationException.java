package dev.referrers.error;

import dev.referrers.oci.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Manifests are pushed, but could not be listed, or were not seen in the list in time. Publishing
 * the same content again would store it twice.
 */
public final class UnconfirmedPublicationException extends RegistryException {

  private final Digest subject;
  private final transient List<Digest> manifests;

  /**
   * @param manifests the pushed manifests that are not known to be listed
   * @param cause what kept them from it; null when they were waited for in vain
   */
  public UnconfirmedPublicationException(
      Digest subject, List<Digest> manifests, @Nullable Throwable cause) {
    super(
        "Manifest %s%s pushed but not seen among the referrers of %s%s"
            .formatted(
                manifests.get(0),
                manifests.size() == 1 ? " is" : " and " + (manifests.size() - 1) + " more are",
                subject,
                cause == null ? "" : ": " + cause.getMessage()),
        "ReferrerPublisher.relist lists what is pushed",
        cause);
    this.subject = subject;
    this.manifests = List.copyOf(manifests);
  }

  public Digest subject() {
    return subject;
  }

  /** The manifests that are stored in the repository, but not known to be listed. */
  public List<Digest> manifests() {
    return manifests;
  }
}
