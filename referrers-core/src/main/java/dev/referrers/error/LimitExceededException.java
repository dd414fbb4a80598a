package dev.referrers.error;

/**
 * Something that a peer controls, or that we were asked to send, is larger than the limit for it.
 */
public final class LimitExceededException extends RegistryException {

  private final String limit;
  private final long value;

  /**
   * @param what the thing that is too large, capitalised
   * @param value the limit's value
   * @param unit what the value counts, in words: {@code bytes}, {@code pages}
   * @param limit the setting that raises it, such as {@code Limits.pages}
   */
  public LimitExceededException(String what, long value, String unit, String limit) {
    super(what + " is longer than " + value + " " + unit, limit, null);
    this.limit = limit;
    this.value = value;
  }

  /** The setting that raises the limit, such as {@code Limits.pages}. */
  public String limit() {
    return limit;
  }

  /** The value of the limit that was passed. */
  public long value() {
    return value;
  }
}
