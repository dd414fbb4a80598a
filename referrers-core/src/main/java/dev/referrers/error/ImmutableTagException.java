package dev.referrers.error;

import org.jspecify.annotations.Nullable;

/** A tag has to be moved, and the registry does not allow that. */
public final class ImmutableTagException extends RegistryException {

  private final String repository;
  private final String tag;

  /**
   * @param repository host and name
   * @param cause the registry's answer; null when it was known before
   */
  public ImmutableTagException(String repository, String tag, @Nullable ResponseException cause) {
    super(
        "Tag " + tag + " of " + repository + " may not be moved" + text(cause),
        "exempt sha256-* from the registry's rule for immutable tags",
        cause);
    this.repository = repository;
    this.tag = tag;
  }

  /** Host and name of the repository. */
  public String repository() {
    return repository;
  }

  public String tag() {
    return tag;
  }

  private static String text(@Nullable ResponseException cause) {
    return cause == null ? "" : ": " + cause.getMessage();
  }
}
