package dev.referrers.error;

import dev.referrers.oci.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Whether a subject has referrers could not be found out, so neither "none" nor a part of them may
 * be passed off as the answer.
 */
public final class UndeterminedException extends RegistryException {

  private static final String GO_ON = "report() goes on without an exception";

  private final Digest subject;

  /**
   * @param source the source that failed: {@code referrers API}, {@code referrers tag}, or what an
   *     {@code AttestationSource} calls its place
   * @param cause what it failed with
   */
  public UndeterminedException(Digest subject, String source, @Nullable Throwable cause) {
    super(
        "Referrers of " + subject + " are not known: " + source + " failed" + problem(cause),
        remedy(cause),
        cause);
    this.subject = subject;
  }

  public Digest subject() {
    return subject;
  }

  private static String problem(@Nullable Throwable cause) {
    if (cause instanceof RegistryException failure) {
      return ": " + failure.problem();
    }
    return cause == null ? "" : ": " + cause.getMessage();
  }

  private static String remedy(@Nullable Throwable cause) {
    String known = cause instanceof RegistryException failure ? failure.remedy() : null;
    return known == null ? GO_ON : known + "; " + GO_ON;
  }
}
