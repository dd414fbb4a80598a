package dev.referrers.internal.http;

import dev.referrers.error.DigestMismatchException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.RegistryException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.net.Urls;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The steps that all uploads are made of.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-blobs">
 *     distribution-spec, Pushing blobs</a>
 */
final class Upload {

  interface Step {
    boolean run() throws IOException;
  }

  private final Remote remote;

  Upload(Remote remote) {
    this.remote = remote;
  }

  Outgoing post(HttpUrl url) {
    return Outgoing.of("POST", url, remote.push()).body(BlobBody.NOTHING);
  }

  /** The request that ends a session. Its location is kept as it is, and the digest added. */
  Outgoing put(HttpUrl location, Digest digest) {
    HttpUrl url =
        location.newBuilder().addEncodedQueryParameter("digest", digest.toString()).build();
    return Outgoing.of("PUT", url, remote.push()).body(BlobBody.NOTHING);
  }

  /** Where the session goes on that an answer tells of. */
  HttpUrl location(Answer answer) throws IOException {
    HttpUrl location = movedTo(answer);
    if (location == null) {
      throw new MalformedContentException(
          "Location of " + Urls.place(answer.url()), "expected a URL", null, null);
    }
    return location;
  }

  /**
   * The same; null when it is absent. Another host gets the content, but no credentials: they go to
   * the registry's own origin only.
   */
  @Nullable HttpUrl movedTo(Answer answer) throws IOException {
    String header = answer.header("Location");
    HttpUrl location = header == null ? null : answer.url().resolve(header);
    if (location != null) {
      remote.settings().plainHttp().check("Location", answer.url(), location);
    }
    return location;
  }

  HttpUrl started(Answer answer) throws IOException {
    if (answer.status() != 202) {
      throw remote.failure(answer);
    }
    return location(answer);
  }

  boolean stored(Answer answer) throws IOException {
    if (answer.status() != 201) {
      throw remote.failure(answer);
    }
    return true;
  }

  /** Does a step of a session; when our own content is what fails, tells the registry to end it. */
  boolean abandoningIfOurs(Supplier<HttpUrl> location, Deadline deadline, Step step)
      throws IOException {
    try {
      return step.run();
    } catch (IOException e) {
      boolean theirs = e instanceof RegistryException && !(e instanceof DigestMismatchException);
      if (!theirs && !(e instanceof InterruptedIOException)) {
        abandon(location.get(), deadline);
      }
      throw e;
    }
  }

  private void abandon(HttpUrl location, Deadline deadline) {
    try {
      remote.once(Outgoing.of("DELETE", location, remote.push()), deadline, answer -> true);
    } catch (IOException e) {
      // a courtesy: the registry forgets the session anyway, later
    }
  }
}
