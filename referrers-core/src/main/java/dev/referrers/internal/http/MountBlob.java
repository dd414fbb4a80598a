package dev.referrers.internal.http;

import dev.referrers.internal.auth.Scope;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.oci.Digest;
import dev.referrers.oci.RepositoryName;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * {@code POST /v2/<name>/blobs/uploads/?mount=<digest>&from=<repository>}.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#mounting-a-blob-from-another-repository">
 *     distribution-spec, Mounting a blob from another repository</a>
 */
final class MountBlob {

  /** An upload session instead, or 404 where the source lacks the blob (CUE's registry). */
  private static final Set<Integer> NOT_MOUNTED = Set.of(202, 400, 404, 405);

  private final Remote remote;

  MountBlob(Remote remote) {
    this.remote = remote;
  }

  boolean run(Digest blob, RepositoryName from, Deadline deadline) throws IOException {
    if (remote.settings().capabilities().lacks(remote.location(), Feature.MOUNT)) {
      return false;
    }
    HttpUrl url =
        remote
            .endpoint()
            .uploads("mount", blob)
            .newBuilder()
            .addQueryParameter("from", from.value())
            .build();
    Outgoing request =
        Outgoing.of("POST", url, remote.push().and(Scope.pull(from))).body(BlobBody.NOTHING);
    return remote.call(request, deadline, this::isMounted);
  }

  private boolean isMounted(Answer answer) throws IOException {
    if (NOT_MOUNTED.contains(answer.status())) {
      return false;
    }
    if (answer.status() != 201) {
      throw remote.failure(answer);
    }
    return true;
  }
}
