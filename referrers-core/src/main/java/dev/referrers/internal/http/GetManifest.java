package dev.referrers.internal.http;

import dev.referrers.error.NotFoundException;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.transport.Limits;
import java.io.IOException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v2/<name>/manifests/<tag or digest>}. An index may be as large as a page of a
 * listing, for it may be the one under a referrers tag.
 */
final class GetManifest {

  /** In one header: some registries read only the first. */
  static final String ACCEPT = String.join(", ", MediaTypes.MANIFESTS);

  private final Remote remote;

  GetManifest(Remote remote) {
    this.remote = remote;
  }

  /** Null when it is not there. */
  @Nullable FetchedManifest run(ManifestName name, Deadline deadline) throws IOException {
    try {
      return require(name, deadline);
    } catch (NotFoundException e) {
      return null;
    }
  }

  FetchedManifest require(ManifestName name, Deadline deadline) throws IOException {
    Outgoing request =
        Outgoing.of("GET", name.at(remote.endpoint()), remote.pull())
            .header("Accept", ACCEPT)
            .fromAnyHost();
    return remote.call(request, deadline, answer -> read(name, answer));
  }

  private FetchedManifest read(ManifestName name, Answer answer) throws IOException {
    // a page for people is not the registry's: it may be down behind a proxy
    if (answer.status() == 404 && !MediaTypeHeader.isHtml(answer.contentType())) {
      throw new NotFoundException(name.what(), remote.location(), Failures.errors(answer));
    }
    if (answer.status() != 200) {
      throw remote.failure(answer);
    }
    ByteString content = body(name, answer);
    name.check(content, answer.header("Docker-Content-Digest"));
    var manifest = Manifest.parse(name.what(), answer.header("Content-Type"), content);
    return new FetchedManifest(manifest, ETag.of(answer));
  }

  private ByteString body(ManifestName name, Answer answer) throws IOException {
    Limits limits = remote.settings().limits();
    return MediaTypes.IMAGE_INDEX.equals(answer.contentType())
        ? answer.body(name.what(), limits.listingBytes(), "Limits.listingBytes")
        : answer.body(name.what(), limits.manifestBytes(), "Limits.manifestBytes");
  }
}
