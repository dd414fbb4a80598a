package dev.referrers.error;

import dev.referrers.oci.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Whether a subject has referrers could not be found out, so neither "none" nor a part of them may
 * be passed off as the answer.
 */
public final class UndeterminedException extends RegistryException {

  private final Digest subject;

  /**
   * @param source the source that failed: {@code referrers API}, {@code referrers tag}
   * @param cause what it failed with
   */
  public UndeterminedException(Digest subject, String source, @Nullable Throwable cause) {
    super(
        "Referrers of " + subject + " are not known: " + source + " failed" + text(cause),
        "Discovery.report goes on without an exception",
        cause);
    this.subject = subject;
  }

  public Digest subject() {
    return subject;
  }

  private static String text(@Nullable Throwable cause) {
    return cause == null ? "" : ": " + cause.getMessage();
  }
}
