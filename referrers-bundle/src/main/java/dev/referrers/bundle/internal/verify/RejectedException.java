package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.Verdict.Reason;
import org.jspecify.annotations.Nullable;

/** A check failed. Becomes a verdict, so it never reaches a caller of the library. */
public final class RejectedException extends Exception {

  private final Reason reason;

  public RejectedException(Reason reason, String message) {
    this(reason, message, null);
  }

  RejectedException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  /** The same, saying of what. */
  RejectedException of(String what) {
    return new RejectedException(reason, message() + " (" + what + ")", this);
  }
}
