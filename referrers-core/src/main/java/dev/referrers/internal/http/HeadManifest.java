package dev.referrers.internal.http;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.FetchedManifest;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code HEAD /v2/<name>/manifests/<tag or digest>}, or a GET where its answer says too little. */
final class HeadManifest {

  private record Found(boolean isThere, @Nullable Descriptor descriptor) {}

  private static final Pattern SIZE = Pattern.compile("[0-9]{1,18}");

  private final Remote remote;

  HeadManifest(Remote remote) {
    this.remote = remote;
  }

  /** Null when it is not there. */
  @Nullable Descriptor run(ManifestName name, Deadline deadline) throws IOException {
    Outgoing request =
        Outgoing.of("HEAD", name.at(remote.endpoint()), remote.pull())
            .header("Accept", GetManifest.ACCEPT)
            .fromAnyHost();
    Found found = remote.call(request, deadline, answer -> read(name, answer));
    if (!found.isThere() || found.descriptor() != null) {
      return found.descriptor();
    }
    FetchedManifest fetched = new GetManifest(remote).find(name, deadline);
    return fetched == null ? null : described(name, fetched);
  }

  private Found read(ManifestName name, Answer answer) throws IOException {
    if (answer.status() == 404) {
      return new Found(false, null);
    }
    if (answer.status() != 200) {
      throw remote.failure(answer);
    }
    return new Found(true, descriptor(name, answer));
  }

  /** Null when the headers don't tell, or tell another digest than the one asked for. */
  private static @Nullable Descriptor descriptor(ManifestName name, Answer answer) {
    Digest digest = Digests.announced(answer.header("Docker-Content-Digest"));
    String mediaType = answer.contentType();
    String size = answer.header("Content-Length");
    if (digest == null || mediaType == null || size == null || !SIZE.matcher(size).matches()) {
      return null;
    }
    if (name.digest() != null && !name.digest().equals(digest)) {
      return null;
    }
    return Descriptor.of(mediaType, digest, Long.parseLong(size));
  }

  private static Descriptor described(ManifestName name, FetchedManifest fetched) {
    Descriptor own = fetched.manifest().descriptor();
    return name.digest() == null ? own : Descriptor.of(own.mediaType(), name.digest(), own.size());
  }
}
