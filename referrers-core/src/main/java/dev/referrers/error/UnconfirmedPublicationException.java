package dev.referrers.error;

import dev.referrers.oci.Digest;
import org.jspecify.annotations.Nullable;

/** The registry took the manifest, but its referrers API did not list it within the deadline. */
public final class UnconfirmedPublicationException extends RegistryException {

  private final Digest subject;
  private final Digest manifest;

  public UnconfirmedPublicationException(
      Digest subject, Digest manifest, @Nullable Throwable cause) {
    super(
        "Manifest " + manifest + " is pushed but not seen among the referrers of " + subject,
        "publish the same content again, it is not stored twice",
        cause);
    this.subject = subject;
    this.manifest = manifest;
  }

  public Digest subject() {
    return subject;
  }

  /** The manifest that is stored in the repository, but not known to be listed. */
  public Digest manifest() {
    return manifest;
  }
}
