package dev.referrers.internal.http;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.transport.Capabilities;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Uploads a blob in one piece: with the {@code POST}, or else with a {@code PUT} after it. */
final class PushBlob {

  /** Larger content does not go out with a POST that may be answered with "once more, please". */
  private static final long MAX_GAMBLE = 1 << 20;

  private final Remote remote;
  private final Upload upload;

  PushBlob(Remote remote) {
    this.remote = remote;
    this.upload = new Upload(remote);
  }

  void run(Blob blob, Deadline deadline) throws IOException {
    long chunkBytes = remote.settings().chunkBytes();
    try (var content = new BlobReader(blob)) {
      if (chunkBytes > 0 && blob.descriptor().size() > chunkBytes) {
        ChunkedUpload.start(remote, content, deadline).run();
      } else {
        remote.retry(deadline, answerLost -> inOnePiece(content, deadline));
      }
    }
  }

  private boolean inOnePiece(BlobReader content, Deadline deadline) throws IOException {
    Digest digest = content.blob().descriptor().digest();
    HttpUrl location =
        isWithPost(content.blob())
            ? withPost(content, deadline)
            : remote.once(upload.post(remote.endpoint().uploads()), deadline, upload::started);
    if (location == null) {
      return true;
    }
    Outgoing put = upload.put(location, digest).body(body(content));
    return upload.abandoningIfOurs(
        () -> location, deadline, () -> remote.once(put, deadline, upload::stored));
  }

  /** Null when that was enough. */
  private @Nullable HttpUrl withPost(BlobReader content, Deadline deadline) throws IOException {
    Digest digest = content.blob().descriptor().digest();
    Outgoing post = upload.post(remote.endpoint().uploads("digest", digest)).body(body(content));
    return remote.once(post, deadline, this::readPost).orElse(null);
  }

  private Optional<HttpUrl> readPost(Answer answer) throws IOException {
    boolean done = answer.status() == 201;
    Optional<HttpUrl> location = done ? Optional.empty() : Optional.of(upload.started(answer));
    learn(done, answer.status());
    return location;
  }

  private boolean isWithPost(Blob blob) {
    Capabilities capabilities = remote.settings().capabilities();
    return capabilities.supports(remote.location(), Feature.SINGLE_POST)
        || (blob.descriptor().size() <= MAX_GAMBLE
            && !capabilities.lacks(remote.location(), Feature.SINGLE_POST));
  }

  private void learn(boolean supported, int status) {
    remote
        .settings()
        .capabilities()
        .learn(remote.location(), Feature.SINGLE_POST, supported, "POST blob: " + status);
  }

  private BlobBody body(BlobReader content) {
    return BlobBody.whole(content, remote.listener());
  }
}
