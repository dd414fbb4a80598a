package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.Verdict.Reason;
import org.jspecify.annotations.Nullable;

/** A check failed. Becomes a verdict, so it never reaches a caller of the library. */
public final class RejectedException extends Exception {

  private static final int MAX_LENGTH = 1000;

  private final Reason reason;

  /**
   * @param message may quote what is verified, so it is cut and freed of control characters here
   */
  public RejectedException(Reason reason, String message) {
    this(reason, message, null);
  }

  RejectedException(Reason reason, String message, @Nullable Throwable cause) {
    super(printable(message), cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  private static String printable(String text) {
    String cut = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    return cut.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
  }
}
