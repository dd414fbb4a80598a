package dev.referrers.internal.http;

import dev.referrers.internal.auth.Scope;
import dev.referrers.internal.concurrent.Deadline;
import java.io.IOException;
import java.util.Set;
import okhttp3.HttpUrl;

/** {@code DELETE} of a manifest, a tag or a blob. */
final class Delete {

  private static final Set<Integer> DONE = Set.of(200, 202, 204);

  private final Remote remote;

  Delete(Remote remote) {
    this.remote = remote;
  }

  /** False when it was not there. */
  boolean run(HttpUrl url, Deadline deadline) throws IOException {
    Outgoing request = Outgoing.of("DELETE", url, Scope.delete(remote.name()));
    // not there after a lost answer: that one has deleted it
    return remote.retry(
        deadline, answerLost -> remote.once(request, deadline, this::isDone) || answerLost);
  }

  private boolean isDone(Answer answer) throws IOException {
    if (answer.status() == 404) {
      return false;
    }
    if (!DONE.contains(answer.status())) {
      throw remote.failure(answer);
    }
    return true;
  }
}
