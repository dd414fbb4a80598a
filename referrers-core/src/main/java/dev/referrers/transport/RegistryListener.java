package dev.referrers.transport;

import dev.referrers.oci.Digest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a client does, for progress, metrics and logs. Called on the thread that does the
 * work, from several at once. What a method throws is dropped, errors too, but for those of the
 * virtual machine: an assertion belongs behind the call that is heard of. URLs come as host and
 * path, without query.
 */
public interface RegistryListener {

  RegistryListener NONE = new RegistryListener() {};

  /**
   * A request got its answer, or failed. Every request on the wire is told once, token requests
   * included.
   *
   * @param status 0 when no answer came
   * @param sent bytes of the request's body
   * @param took until the answer's headers were there
   */
  default void requestFinished(String method, String url, int status, long sent, Duration took) {}

  /** Bytes of a blob went out ({@code upload}) or came in since the last call for it. */
  default void bytesMoved(Digest blob, boolean upload, long bytes) {}

  /**
   * A request will be sent again.
   *
   * @param attempt number of the try that failed, from 1
   * @param failure status or error, for people
   */
  default void retrying(String method, String url, int attempt, Duration pause, String failure) {}

  /**
   * A repository is taken to have no referrers API, so the referrers tag is used. Told when an
   * answer shows it: once as long as it is remembered, and each time where it may not be.
   *
   * @param repository host and name
   * @param evidence what it answered
   */
  default void fallbackChosen(String repository, String evidence) {}

  /**
   * A page of a referrers list was read.
   *
   * @param page number of the page, from 1
   * @param entries entries in it, before any filter of ours
   */
  default void pageRead(String repository, Digest subject, int page, int entries) {}

  /** The registry sent a warning for people; repeats are dropped. Untrusted text. */
  default void warned(String repository, String warning) {}

  /**
   * The referrers tag was written, for one or several entries at once.
   *
   * @param entries how many entries this write was for
   * @param condition the condition it was sent with, such as {@code If-Match}; null for none
   */
  default void tagWritten(String repository, String tag, int entries, @Nullable String condition) {}
}
