package dev.referrers.error;

import org.jspecify.annotations.Nullable;

/** Credentials could not be read, or no token could be had with them. */
public final class CredentialException extends RegistryException {

  private final String source;

  /**
   * @param source where the credentials come from, such as a file or a helper program; never a
   *     secret
   */
  public CredentialException(
      String source, String problem, @Nullable String remedy, @Nullable Throwable cause) {
    super("Credentials from " + source + ": " + problem, remedy, cause);
    this.source = source;
  }

  /** Where the credentials come from: a file, a helper program, the caller. */
  public String source() {
    return source;
  }
}
