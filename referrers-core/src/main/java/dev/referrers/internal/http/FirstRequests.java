package dev.referrers.internal.http;

import dev.referrers.internal.concurrent.Deadline;
import java.io.IOException;

/**
 * Holds requests back while the first is under way that will show whether the registry wants
 * credentials: else several uploads at once would all meet the 401, and send their content twice.
 */
final class FirstRequests {

  private final Permits first = new Permits(1);
  private volatile boolean answered;

  /** One request's turn; close it when the answer is there. */
  final class Turn implements AutoCloseable {

    private boolean holds;

    private Turn(boolean holds) {
      this.holds = holds;
    }

    /** There was an answer, and what is to be learnt from it is learnt. */
    void learnt() {
      answered = true;
      close();
    }

    @Override
    public void close() {
      if (holds) {
        holds = false;
        first.release();
      }
    }
  }

  /** Waits until no other request has the first turn, or its outcome is known. */
  Turn take(String what, Deadline deadline) throws IOException {
    if (answered) {
      return new Turn(false);
    }
    first.acquire(what, deadline);
    var turn = new Turn(true);
    if (answered) {
      turn.close();
    }
    return turn;
  }
}
