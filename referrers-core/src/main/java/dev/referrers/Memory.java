package dev.referrers;

import dev.referrers.error.LimitExceededException;
import java.io.IOException;
import java.io.InterruptedIOException;

/** The bytes of blobs that may be held at once by those who read them side by side. Thread-safe. */
final class Memory {

  /** Two attestations of the largest kind that is read. */
  static final long DEFAULT_BYTES = 256L << 20;

  private final long limit;
  private long taken;
  private long kept;

  Memory(long limit) {
    this.limit = limit;
  }

  /**
   * Waits until so much is free.
   *
   * @param what named in the exception
   * @throws LimitExceededException when so much will never be free, for the rest is kept
   */
  synchronized void take(String what, long bytes) throws IOException {
    while (taken > limit - bytes) {
      if (kept > limit - bytes) {
        throw new LimitExceededException(what, limit, "bytes", "Verification.withMemory");
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
    taken += bytes;
  }

  synchronized void giveBack(long bytes) {
    taken -= bytes;
    notifyAll();
  }

  /** Bytes that were taken will not be given back. */
  synchronized void keep(long bytes) {
    kept += bytes;
    notifyAll(); // others may now wait in vain
  }

  /** Keeps them as long as half of the memory stays free. */
  synchronized boolean keepIfThereIsRoom(long bytes) {
    boolean room = kept + bytes <= limit / 2;
    if (room) {
      keep(bytes);
    }
    return room;
  }
}
