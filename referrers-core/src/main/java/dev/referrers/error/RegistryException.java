package dev.referrers.error;

import dev.referrers.internal.text.Printable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A registry, or the way to it, failed. The subtypes say how, and carry fields so that nobody has
 * to parse {@link #getMessage()}.
 *
 * <p>A message never holds a credential, a token or the query of a URL. What a peer wrote is cut
 * and freed of control characters in it, and in that of the cause.
 */
public abstract sealed class RegistryException extends IOException
    permits ConnectionException,
        CredentialException,
        DeadlineExceededException,
        DigestMismatchException,
        ForeignHostException,
        ImmutableTagException,
        LimitExceededException,
        MalformedContentException,
        NotFoundException,
        ReferrersTagConflictException,
        ReferrersUnsupportedException,
        ResponseException,
        SigningServiceException,
        StorageException,
        UnconfirmedPublicationException,
        UndeterminedException,
        UnusableKeyException {

  private static final int LONGEST = 8192;

  private final String problem;
  private final @Nullable String remedy;

  RegistryException(String problem, @Nullable String remedy, @Nullable Throwable cause) {
    super(text(problem, remedy), printable(cause));
    this.problem = Printable.of(problem, LONGEST);
    this.remedy = remedy;
  }

  /** The message without the remedy. */
  final String problem() {
    return problem;
  }

  /** What the caller can do about it, where that is known; also part of the message. */
  public final @Nullable String remedy() {
    return remedy;
  }

  private static String text(String problem, @Nullable String remedy) {
    String text = Printable.of(problem, LONGEST);
    return remedy == null ? text : text + " (" + remedy + ")";
  }

  /** Stack traces show the cause's own message, which OkHttp may have made of what came in. */
  private static @Nullable Throwable printable(@Nullable Throwable cause) {
    String message = cause == null ? null : cause.getMessage();
    if (cause == null || message == null || message.equals(Printable.of(message, LONGEST))) {
      return cause;
    }
    var told = new IOException(Printable.of(cause.toString(), LONGEST));
    told.setStackTrace(cause.getStackTrace());
    return told;
  }
}
