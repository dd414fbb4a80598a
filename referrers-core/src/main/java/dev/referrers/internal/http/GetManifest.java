package dev.referrers.internal.http;

import dev.referrers.error.NotFoundException;
import dev.referrers.error.RegistryError;
import dev.referrers.error.RegistryException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.net.Urls;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.transport.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v2/<name>/manifests/<tag or digest>}. An index may be as large as a page of a
 * listing, for it may be the one under a referrers tag.
 */
final class GetManifest {

  /** In one header: some registries read only the first. */
  static final String ACCEPT = String.join(", ", MediaTypes.MANIFESTS);

  private static final String BARE = "404 without an error document";

  /** Those of the specification, Harbor's, and Quay's for a tag that was deleted. */
  private static final Set<String> ABSENCES =
      Set.of("MANIFEST_UNKNOWN", "NAME_UNKNOWN", "NOT_FOUND", "TAG_EXPIRED");

  /** Codes that are about who asks or how often, not about what is there. */
  private static final Set<String> REFUSALS = Set.of("UNAUTHORIZED", "DENIED", "TOOMANYREQUESTS");

  /**
   * What an answer says.
   *
   * @param documented whether it is known to be the registry's
   */
  private record Found(@Nullable FetchedManifest manifest, boolean documented) {

    boolean isDoubtful() {
      return manifest == null && !documented;
    }
  }

  private final Remote remote;

  GetManifest(Remote remote) {
    this.remote = remote;
  }

  /** Null when it is not there. */
  @Nullable FetchedManifest find(ManifestName name, Deadline deadline) throws IOException {
    try {
      return run(name, deadline);
    } catch (NotFoundException e) {
      return null;
    }
  }

  /**
   * A 404 that is no answer of a registry has to come twice.
   *
   * @throws NotFoundException when it is not there
   */
  FetchedManifest run(ManifestName name, Deadline deadline) throws IOException {
    Outgoing request =
        Outgoing.of("GET", name.at(remote.endpoint()), remote.pull())
            .header("Accept", ACCEPT)
            .fromAnyHost();
    Found found = remote.call(request, deadline, answer -> read(name, answer));
    if (found.isDoubtful() && remote.registry().retries().again(deadline, request, BARE)) {
      found = remote.call(request, deadline, answer -> read(name, answer));
    }
    if (found.manifest() == null) {
      throw new NotFoundException(name.what(), remote.location(), !found.isDoubtful());
    }
    return found.manifest();
  }

  private Found read(ManifestName name, Answer answer) throws IOException {
    if (answer.status() == 404) {
      return new Found(null, isDocumented(name, answer));
    }
    if (answer.status() != 200) {
      throw remote.failure(answer);
    }
    ByteString content = body(name, answer);
    name.check(content, answer.header("Docker-Content-Digest"));
    var manifest = Manifest.parse(name.what(), answer.header("Content-Type"), content);
    return new Found(new FetchedManifest(manifest, ETag.of(answer)), true);
  }

  private boolean isDocumented(ManifestName name, Answer answer) throws RegistryException {
    List<String> codes = new ArrayList<>();
    List<RegistryError> errors = Failures.errors(answer);
    errors.forEach(error -> codes.add(error.code()));
    // a page for people is not the registry's: it may be down behind a proxy
    if (MediaTypeHeader.isHtml(answer.contentType())
        || codes.stream().anyMatch(REFUSALS::contains)) {
      throw remote.failure(answer, errors);
    }
    boolean documented = codes.stream().anyMatch(ABSENCES::contains);
    if (!documented && !Urls.sameOrigin(name.at(remote.endpoint()), answer.url())) {
      throw remote.failure(answer, errors); // the registry knows it, its storage has lost it
    }
    return documented;
  }

  private ByteString body(ManifestName name, Answer answer) throws IOException {
    Limits limits = remote.settings().limits();
    return MediaTypes.IMAGE_INDEX.equals(answer.contentType())
        ? answer.body(name.what(), limits.listingBytes(), "Limits.listingBytes")
        : answer.body(name.what(), limits.manifestBytes(), "Limits.manifestBytes");
  }
}
