package dev.referrers.error;

import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.List;

/**
 * What was to be published in several layouts is published in some of them. The cause says what
 * another one failed of; further failures are suppressed in that.
 */
public final class PartialPublicationException extends RegistryException {

  private final Digest subject;
  private final transient List<String> layouts;
  private final transient List<Digest> published;

  /**
   * @param layouts those that are done, never empty
   * @param published the manifests, or layers, that hold the attestations there
   * @param cause of the first layout that failed
   */
  public PartialPublicationException(
      Digest subject, List<String> layouts, List<Digest> published, IOException cause) {
    super(
        "Attestations of %s are published in the layout %s but not in every other: %s"
            .formatted(subject, String.join(", ", layouts), cause.getMessage()),
        "publish the same again; PublishPolicy.SKIP_IDENTICAL stores nothing twice",
        cause);
    this.subject = subject;
    this.layouts = List.copyOf(layouts);
    this.published = List.copyOf(published);
  }

  public Digest subject() {
    return subject;
  }

  /** Names of the layouts that have the attestations. */
  public List<String> layouts() {
    return layouts;
  }

  /** The manifests, or layers, that are stored and listed. */
  public List<Digest> published() {
    return published;
  }
}
