package dev.referrers.internal.http;

import dev.referrers.error.MalformedContentException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.net.Urls;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Uploads a blob in chunks, one {@code PATCH} each. After a failure it asks how far the registry
 * got, and goes on from there.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-a-blob-in-chunks">
 *     distribution-spec, Pushing a blob in chunks</a>
 */
final class ChunkedUpload {

  private static final Pattern RANGE = Pattern.compile("(?:bytes[= ])?0-([0-9]{1,18})");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final long OUT_OF_ORDER = -1;
  private static final int MAX_MISUNDERSTANDINGS = 5;

  private final Remote remote;
  private final Upload upload;
  private final BlobReader content;
  private final Descriptor blob;
  private final Deadline deadline;
  private final long chunk;
  private HttpUrl location;
  private long done;
  private boolean inDoubt;
  private int misunderstandings;

  private ChunkedUpload(
      Remote remote, BlobReader content, Deadline deadline, long chunk, HttpUrl location) {
    this.remote = remote;
    this.upload = new Upload(remote);
    this.content = content;
    this.blob = content.blob().descriptor();
    this.deadline = deadline;
    this.chunk = chunk;
    this.location = location;
  }

  /** Begins a session. */
  static ChunkedUpload start(Remote remote, BlobReader content, Deadline deadline)
      throws IOException {
    var upload = new Upload(remote);
    String algorithm = content.blob().descriptor().digest().algorithm();
    HttpUrl url =
        algorithm.equals("sha256")
            ? remote.endpoint().uploads()
            : remote
                .endpoint()
                .uploads()
                .newBuilder()
                .addQueryParameter("digest-algorithm", algorithm)
                .build();
    return remote.call(
        upload.post(url),
        deadline,
        answer ->
            new ChunkedUpload(
                remote, content, deadline, chunk(remote, answer), upload.started(answer)));
  }

  /** As large as configured, or as the registry wants them at least. */
  private static long chunk(Remote remote, Answer answer) {
    String least = answer.header("OCI-Chunk-Min-Length");
    long chunkBytes = remote.settings().chunkBytes();
    return least != null && LENGTH.matcher(least).matches()
        ? Math.max(chunkBytes, Long.parseLong(least))
        : chunkBytes;
  }

  void run() throws IOException {
    upload.abandoningIfOurs(
        () -> location,
        deadline,
        () -> {
          while (done < blob.size()) {
            remote.retry(deadline, answerLost -> step());
          }
          return remote.retry(deadline, this::finish);
        });
  }

  /** Sends the next chunk, or asks where that begins. */
  private boolean step() throws IOException {
    if (inDoubt) {
      done = remote.once(Outgoing.of("GET", location, remote.push()), deadline, this::progress);
      inDoubt = false;
      return true;
    }
    inDoubt = true;
    long end = Math.min(done + chunk, blob.size());
    Outgoing patch =
        Outgoing.of("PATCH", location, remote.push())
            .header("Content-Range", done + "-" + (end - 1))
            .body(new BlobBody(content, done, end - done, remote.listener()));
    long accepted = remote.once(patch, deadline, answer -> accepted(answer, end));
    inDoubt = accepted == OUT_OF_ORDER;
    done = inDoubt ? done : accepted;
    return true;
  }

  private long accepted(Answer answer, long end) throws IOException {
    if (answer.status() == 416 && misunderstandings++ < MAX_MISUNDERSTANDINGS) {
      return OUT_OF_ORDER;
    }
    if (answer.status() != 202) {
      throw remote.failure(answer);
    }
    follow(answer);
    Long last = last(answer);
    if (last != null && (last < done || last >= end)) {
      throw malformed(answer, "expected bytes up to " + (end - 1) + " but were up to " + last);
    }
    return last == null ? end : last + 1;
  }

  private long progress(Answer answer) throws IOException {
    if (answer.status() / 100 != 2) {
      throw remote.failure(answer);
    }
    follow(answer);
    Long last = last(answer);
    if (last == null || last == 0) { // 0-0 stands for no byte, too (distribution)
      return 0;
    }
    if (last >= blob.size()) {
      throw malformed(answer, "expected at most " + blob.size() + " bytes but " + last + " came");
    }
    return last + 1;
  }

  private boolean finish(boolean answerLost) throws IOException {
    if (answerLost && new HeadBlob(remote).run(blob.digest(), deadline)) {
      return true;
    }
    return remote.once(upload.put(location, blob.digest()), deadline, upload::stored);
  }

  private void follow(Answer answer) throws IOException {
    HttpUrl moved = upload.movedTo(answer);
    location = moved == null ? location : moved;
  }

  /** The last byte that the registry has; null when it does not say. */
  private static @Nullable Long last(Answer answer) {
    String range = answer.header("Range");
    Matcher matcher = RANGE.matcher(range == null ? "" : range.strip());
    return matcher.matches() ? Long.valueOf(matcher.group(1)) : null;
  }

  private static MalformedContentException malformed(Answer answer, String problem) {
    return new MalformedContentException(
        "Range of " + Urls.place(answer.url()), problem, null, null);
  }
}
