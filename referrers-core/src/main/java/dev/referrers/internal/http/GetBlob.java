package dev.referrers.internal.http;

import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.store.VerifiedSource;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import okio.BufferedSource;
import okio.Okio;

/**
 * {@code GET /v2/<name>/blobs/<digest>}.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-blobs">
 *     distribution-spec, Pulling blobs</a>
 */
final class GetBlob {

  private final Remote remote;
  private final Descriptor blob;
  private final Deadline deadline;

  GetBlob(Remote remote, Descriptor blob, Deadline deadline) {
    this.remote = remote;
    this.blob = blob;
    this.deadline = deadline;
  }

  BufferedSource open() throws IOException {
    VerifiedSource.requireVerifiable(blob);
    var download = new ResumingSource(this, remote, blob.digest(), deadline);
    return Okio.buffer(VerifiedSource.of(blob, download));
  }

  /** The blob from this byte on, or from its start if the registry has it no other way. */
  Answer from(long position) throws IOException {
    Outgoing request =
        Outgoing.of("GET", remote.endpoint().blob(blob.digest()), remote.pull()).fromAnyHost();
    Outgoing ranged = position == 0 ? request : request.header("Range", "bytes=" + position + "-");
    return remote.retry(deadline, answerLost -> checked(ranged, position));
  }

  private Answer checked(Outgoing request, long position) throws IOException {
    Answer answer = remote.open(request, deadline);
    boolean good = false;
    try {
      check(answer, position);
      answer.releasePermit(); // who holds the stream may need another request to consume it
      good = true;
      return answer;
    } finally {
      if (!good) {
        answer.close();
      }
    }
  }

  private void check(Answer answer, long position) throws IOException {
    if (answer.status() == 404) {
      throw new NotFoundException("Blob " + blob.digest(), remote.location());
    }
    boolean rest = position > 0 && answer.status() == 206;
    if (answer.status() != 200 && !rest) {
      throw remote.failure(answer);
    }
    String range = answer.header("Content-Range");
    if (rest && (range == null || !range.strip().startsWith("bytes " + position + "-"))) {
      throw malformed("expected the bytes from " + position + " on but got others");
    }
    long expected = rest ? blob.size() - position : blob.size();
    if (answer.contentLength() >= 0 && answer.contentLength() != expected) {
      throw malformed(
          "expected " + expected + " bytes but " + answer.contentLength() + " were announced");
    }
  }

  private MalformedContentException malformed(String problem) {
    return new MalformedContentException("Blob " + blob.digest(), problem, null, null);
  }
}
