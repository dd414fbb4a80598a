package dev.referrers.error;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A registry, or the way to it, failed. The subtypes say how, and carry fields so that nobody has
 * to parse {@link #getMessage()}.
 *
 * <p>A message never holds a credential, a token or the query of a URL.
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
        UnconfirmedPublicationException,
        UndeterminedException,
        UnusableKeyException {

  private final @Nullable String remedy;

  RegistryException(String message, @Nullable String remedy, @Nullable Throwable cause) {
    super(remedy == null ? message : message + " (" + remedy + ")", cause);
    this.remedy = remedy;
  }

  /** What the caller can do about it, where that is known; also part of the message. */
  public final @Nullable String remedy() {
    return remedy;
  }
}
