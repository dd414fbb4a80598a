package dev.referrers.internal.http;

import dev.referrers.error.RegistryError;
import dev.referrers.error.RegistryException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.ReferrersAnswer;
import dev.referrers.repository.ReferrersAnswer.NoApi;
import dev.referrers.repository.ReferrersAnswer.Page;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v2/<name>/referrers/<digest>}.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers">
 *     distribution-spec, Listing Referrers</a>
 */
final class ListReferrers {

  /** What registries said on the index before distribution-spec 1.1.0 was final. */
  private static final String FILTERS_ANNOTATION = "org.opencontainers.referrers.filtersApplied";

  private final Remote remote;
  private final Digest subject;
  private final @Nullable String artifactType;

  ListReferrers(Remote remote, Digest subject, @Nullable String artifactType) {
    this.remote = remote;
    this.subject = subject;
    this.artifactType = artifactType;
  }

  /**
   * @param next as a page before gave it; null for the first
   */
  ReferrersAnswer run(@Nullable String next, Deadline deadline) throws IOException {
    HttpUrl url =
        next == null
            ? remote.endpoint().referrers(subject, artifactType)
            : remote.endpoint().page(next);
    Outgoing request =
        Outgoing.of("GET", url, remote.pull()).header("Accept", MediaTypes.IMAGE_INDEX);
    return remote.call(
        request, deadline, answer -> next == null ? firstPage(answer) : laterPage(answer));
  }

  private ReferrersAnswer firstPage(Answer answer) throws IOException {
    if (answer.status() != 200) {
      List<RegistryError> errors = Failures.errors(answer);
      RegistryException failure = remote.failure(answer, errors);
      NoApi noApi = ReferrersAnswers.noApi(answer, errors, failure, remote.settings().profile());
      if (noApi == null || (noApi.refusal() != null && isKnownToWork())) {
        throw failure;
      }
      return noApi;
    }
    if (MediaTypeHeader.isHtml(answer.contentType())) {
      return new NoApi("GET referrers: 200 " + answer.contentType(), true);
    }
    ByteString content = content(answer);
    if (IndexProbe.isIndex(what(), answer.contentType(), content)) {
      return page(answer, content);
    }
    List<RegistryError> errors = ErrorBody.parse(content);
    if (!errors.isEmpty()) {
      throw remote.failure(answer, errors);
    }
    return new NoApi("GET referrers: 200 that is no image index", true);
  }

  private boolean isKnownToWork() {
    return remote.settings().capabilities().supports(remote.location(), Feature.REFERRERS_API);
  }

  private Page laterPage(Answer answer) throws IOException {
    if (answer.status() != 200) {
      throw remote.failure(answer);
    }
    return page(answer, content(answer));
  }

  private Page page(Answer answer, ByteString content) throws IOException {
    HttpUrl next = LinkHeader.next(answer);
    var index = (ImageIndex) Manifest.parse(what(), MediaTypes.IMAGE_INDEX, content);
    return new Page(
        index.manifests(), isFiltered(answer, index), next == null ? null : next.toString());
  }

  private boolean isFiltered(Answer answer, ImageIndex index) {
    String old = index.annotations().get(FILTERS_ANNOTATION);
    Stream<String> said =
        Stream.concat(answer.headers("OCI-Filters-Applied").stream(), Stream.ofNullable(old));
    return artifactType != null
        && said.flatMap(list -> Stream.of(list.split(",")))
            .anyMatch(filter -> filter.strip().equals("artifactType"));
  }

  private ByteString content(Answer answer) throws IOException {
    return answer.body(what(), remote.settings().limits().listingBytes(), "Limits.listingBytes");
  }

  private String what() {
    return "Referrers list of " + subject;
  }
}
