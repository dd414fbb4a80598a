package dev.referrers.testing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with a request; see {@link FakeRegistry#fault}. Immutable. Strikes the
 * first matching request only, unless {@link #times}, {@link #every}, {@link #after} or {@link
 * #always} say otherwise.
 */
public final class Fault {

  enum Kind {
    ANSWER,
    LOSE_ANSWER,
    RESET,
    STALL,
    TRUNCATE,
    CORRUPT,
    DELAY
  }

  final Kind kind;
  final @Nullable Answer answer;
  final int bytes;
  final Duration delay;
  final int times;
  final int every;
  final int after;

  private Fault(
      Kind kind,
      @Nullable Answer answer,
      int bytes,
      Duration delay,
      int times,
      int every,
      int after) {
    this.kind = kind;
    this.answer = answer;
    this.bytes = bytes;
    this.delay = delay;
    this.times = times;
    this.every = every;
    this.after = after;
  }

  private static Fault of(Kind kind, @Nullable Answer answer, int bytes, Duration delay) {
    return new Fault(kind, answer, bytes, delay, 1, 1, 0);
  }

  /** The request isn't processed but answered so. */
  public static Fault answer(Answer answer) {
    return of(Kind.ANSWER, answer, 0, Duration.ZERO);
  }

  /** The request isn't processed but answered with this status and a short text. */
  public static Fault status(int status) {
    return answer(Answer.status(status));
  }

  /**
   * The request is processed, then the connection is closed without an answer; over HTTP/2 that
   * ends the other requests on it, too.
   */
  public static Fault loseAnswer() {
    return of(Kind.LOSE_ANSWER, null, 0, Duration.ZERO);
  }

  /** The connection is reset before the request is processed. */
  public static Fault reset() {
    return of(Kind.RESET, null, 0, Duration.ZERO);
  }

  /** The request isn't processed and never answered, while the connection stays open. */
  public static Fault stall() {
    return of(Kind.STALL, null, 0, Duration.ZERO);
  }

  /** The answer announces its whole body, sends its first bytes and closes the connection. */
  public static Fault truncateBody(int bytes) {
    return of(Kind.TRUNCATE, null, bytes, Duration.ZERO);
  }

  /** One bit in the middle of the answer's body is another one. */
  public static Fault corruptBody() {
    return of(Kind.CORRUPT, null, 0, Duration.ZERO);
  }

  /** The request is processed later. */
  public static Fault delay(Duration delay) {
    return of(Kind.DELAY, null, 0, delay);
  }

  /** A copy that strikes so many requests. */
  public Fault times(int times) {
    return new Fault(kind, answer, bytes, delay, times, every, after);
  }

  /** A copy that strikes each matching request. */
  public Fault always() {
    return times(Integer.MAX_VALUE);
  }

  /** A copy that strikes every so many-th matching request, without end. */
  public Fault every(int every) {
    return new Fault(kind, answer, bytes, delay, Integer.MAX_VALUE, every, after);
  }

  /** A copy that lets so many matching requests pass first. */
  public Fault after(int requests) {
    return new Fault(kind, answer, bytes, delay, times, every, requests);
  }
}
