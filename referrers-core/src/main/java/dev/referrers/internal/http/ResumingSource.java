package dev.referrers.internal.http;

import dev.referrers.error.ConnectionException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.net.Urls;
import dev.referrers.oci.Digest;
import java.io.EOFException;
import java.io.IOException;
import okio.Buffer;
import okio.Source;
import okio.Timeout;

/**
 * The bytes of a blob, taken up again where a connection broke. Not thread-safe, as all sources.
 */
final class ResumingSource implements Source {

  private final GetBlob blob;
  private final Remote remote;
  private final Digest digest;
  private final Deadline deadline;
  private Answer answer;
  private Source content;
  private long position;
  private int failures;

  ResumingSource(GetBlob blob, Remote remote, Digest digest, Deadline deadline) throws IOException {
    this.blob = blob;
    this.remote = remote;
    this.digest = digest;
    this.deadline = deadline;
    this.answer = blob.from(0);
    this.content = answer.body();
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    while (true) {
      try {
        long read = content.read(sink, byteCount);
        if (read > 0) {
          position += read;
          remote.listener().bytesMoved(digest, false, read);
        }
        return read;
      } catch (ConnectionException e) {
        resume(e);
      }
    }
  }

  private void resume(ConnectionException failure) throws IOException {
    answer.close();
    ConnectionException latest = failure;
    while (true) {
      remote.registry().retries().pause(deadline, ++failures, latest);
      answer = blob.from(position);
      content = answer.body();
      try {
        skipWhatWeHave();
        return;
      } catch (ConnectionException e) {
        answer.close();
        latest = e;
      }
    }
  }

  /** A registry without ranges starts again at the first byte. */
  private void skipWhatWeHave() throws IOException {
    var skipped = new Buffer();
    long left = answer.status() == 206 ? 0 : position;
    while (left > 0) {
      long read = content.read(skipped, left);
      if (read < 0) {
        throw new ConnectionException(
            "GET", Urls.place(answer.url()), new EOFException("fewer bytes than before"));
      }
      left -= read;
      skipped.clear();
    }
  }

  @Override
  public Timeout timeout() {
    return content.timeout();
  }

  @Override
  public void close() {
    answer.close();
  }
}
