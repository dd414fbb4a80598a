package dev.referrers.internal.http;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.oci.Digest;
import java.io.IOException;

/** {@code HEAD /v2/<name>/blobs/<digest>}. */
final class HeadBlob {

  private final Remote remote;

  HeadBlob(Remote remote) {
    this.remote = remote;
  }

  boolean run(Digest blob, Deadline deadline) throws IOException {
    Outgoing request =
        Outgoing.of("HEAD", remote.endpoint().blob(blob), remote.pull()).fromAnyHost();
    return remote.call(request, deadline, this::read);
  }

  private boolean read(Answer answer) throws IOException {
    if (answer.status() == 404) {
      return false;
    }
    if (answer.status() != 200) {
      throw remote.failure(answer);
    }
    return true;
  }
}
