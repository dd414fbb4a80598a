package dev.referrers.error;

import org.jspecify.annotations.Nullable;

/** A key to sign or verify with could not be read. Nothing of the key is in the message. */
public final class UnusableKeyException extends RegistryException {

  private final Reason reason;

  /** Why, coarse enough to choose by. */
  public enum Reason {
    /** It breaks its format. */
    MALFORMED,
    /** It is a kind of key or file that is not read, or too weak. */
    UNSUPPORTED,
    /** The password does not fit, or there is none where one is needed. */
    PASSWORD,
    /** What holds it, such as a token, does not sign with it. */
    REFUSED
  }

  /**
   * @param what the key, capitalised, such as {@code Private key}
   * @param problem what was expected and what was there; never a part of the key
   */
  public UnusableKeyException(
      String what,
      Reason reason,
      String problem,
      @Nullable String remedy,
      @Nullable Throwable cause) {
    super(what + ": " + problem, remedy, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
