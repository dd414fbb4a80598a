package dev.referrers.internal.http;

import dev.referrers.error.DigestMismatchException;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.RegistryException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.oci.Tag;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.PushedManifest;
import dev.referrers.repository.PushedTag;
import dev.referrers.transport.Limits;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;

/** {@code PUT /v2/<name>/manifests/<tag or digest>}. */
final class PutManifest {

  private final Remote remote;

  PutManifest(Remote remote) {
    this.remote = remote;
  }

  /** Pushes by digest. When an answer was lost, it looks for the manifest before it replays. */
  PushedManifest run(Manifest manifest, Deadline deadline) throws IOException {
    Limits limits = remote.settings().limits();
    requireSize(manifest, limits.manifestBytes(), "Limits.manifestBytes");
    Outgoing request = put(remote.endpoint().manifest(manifest.digest()), manifest);
    return remote.retry(
        deadline,
        answerLost ->
            answerLost && isThere(manifest, deadline)
                ? new PushedManifest(manifest.descriptor(), null)
                : remote.once(request, deadline, answer -> pushed(manifest, answer)));
  }

  /** Pushes by tag, once: who does it again has to read the tag before. */
  PushedTag run(Tag tag, Manifest manifest, Precondition condition, Deadline deadline)
      throws IOException {
    Limits limits = remote.settings().limits();
    if (manifest.mediaType().equals(MediaTypes.IMAGE_INDEX)) {
      requireSize(manifest, limits.listingBytes(), "Limits.listingBytes");
    } else {
      requireSize(manifest, limits.manifestBytes(), "Limits.manifestBytes");
    }
    Outgoing request = conditional(put(remote.endpoint().manifest(tag), manifest), condition);
    return remote.once(request, deadline, answer -> tagged(manifest, answer));
  }

  private Outgoing put(HttpUrl url, Manifest manifest) {
    // a body made of bytes: one made of text adds a charset to the media type
    RequestBody body = RequestBody.create(manifest.bytes(), MediaType.parse(manifest.mediaType()));
    return Outgoing.of("PUT", url, remote.push()).body(body);
  }

  private static Outgoing conditional(Outgoing request, Precondition condition) {
    if (condition instanceof Precondition.Unchanged unchanged) {
      return request.header("If-Match", unchanged.version());
    }
    return condition instanceof Precondition.Absent
        ? request.header("If-None-Match", "*")
        : request;
  }

  private boolean isThere(Manifest manifest, Deadline deadline) throws IOException {
    var name = ManifestName.parse(manifest.digest().toString());
    return new HeadManifest(remote).run(name, deadline) != null;
  }

  private PushedManifest pushed(Manifest manifest, Answer answer) throws IOException {
    requireCreated(manifest, answer);
    boolean believed = remote.settings().profile().believesOciSubject();
    Digest subject = believed ? Digests.announced(answer.header("OCI-Subject")) : null;
    return new PushedManifest(manifest.descriptor(), subject);
  }

  private PushedTag tagged(Manifest manifest, Answer answer) throws IOException {
    if (answer.status() == 412) {
      return PushedTag.REFUSED;
    }
    requireCreated(manifest, answer);
    return new PushedTag(true, ETag.of(answer));
  }

  /** Some registries store other bytes than they got (moby/buildkit#2963). */
  private void requireCreated(Manifest manifest, Answer answer) throws RegistryException {
    if (answer.status() != 201) {
      throw remote.failure(answer);
    }
    Digest stored = Digests.announced(answer.header("Docker-Content-Digest"));
    if (stored != null && stored.verifiable() && !stored.matches(manifest.bytes())) {
      throw new DigestMismatchException(
          "Manifest", manifest.digest(), stored, manifest.bytes().size());
    }
  }

  private static void requireSize(Manifest manifest, long most, String limit)
      throws LimitExceededException {
    if (manifest.bytes().size() > most) {
      throw new LimitExceededException("Manifest " + manifest.digest(), most, "bytes", limit);
    }
  }
}
