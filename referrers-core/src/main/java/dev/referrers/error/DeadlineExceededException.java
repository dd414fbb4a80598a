package dev.referrers.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The operation's deadline passed before it was done. */
public final class DeadlineExceededException extends RegistryException {

  private final Duration deadline;

  /**
   * @param what the thing that was not done in time, such as {@code GET
   *     registry.example/v2/a/tags/list}
   * @param deadline how long the whole operation was allowed to take
   * @param cause the last failure before time ran out, when there was one
   */
  public DeadlineExceededException(String what, Duration deadline, @Nullable Throwable cause) {
    super(
        what + " did not end within " + deadline.toMillis() + " ms" + after(cause),
        "a longer one is set with Repository.within or Registry.Builder.timeout",
        cause);
    this.deadline = deadline;
  }

  /** How long the whole operation was allowed to take. */
  public Duration deadline() {
    return deadline;
  }

  private static String after(@Nullable Throwable cause) {
    return cause == null ? "" : "; last failure: " + cause.getMessage();
  }
}
