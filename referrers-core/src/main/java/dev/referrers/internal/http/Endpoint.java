package dev.referrers.internal.http;

import dev.referrers.internal.net.Urls;
import dev.referrers.oci.Digest;
import dev.referrers.oci.RepositoryName;
import dev.referrers.oci.Tag;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The URLs of one repository. Only checked names get into a path.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#endpoints">
 *     distribution-spec, Endpoints</a>
 */
final class Endpoint {

  private final HttpUrl root;

  Endpoint(HttpUrl base, RepositoryName repository) {
    this.root = base.newBuilder().addPathSegment("v2").addPathSegments(repository.value()).build();
  }

  HttpUrl manifest(Tag tag) {
    return at("manifests", tag.value());
  }

  HttpUrl manifest(Digest digest) {
    return at("manifests", digest.toString());
  }

  HttpUrl blob(Digest digest) {
    return at("blobs", digest.toString());
  }

  HttpUrl referrers(Digest subject, @Nullable String artifactType) {
    HttpUrl.Builder url = at("referrers", subject.toString()).newBuilder();
    if (artifactType != null) {
      url.addQueryParameter("artifactType", artifactType);
    }
    return url.build();
  }

  HttpUrl tags() {
    return at("tags", "list");
  }

  /**
   * Where a next page is, by what was handed out as its name.
   *
   * @throws IllegalArgumentException when it is no such name of this registry
   */
  HttpUrl page(String next) {
    HttpUrl url = HttpUrl.parse(next);
    if (url == null || !Urls.sameOrigin(url, root)) {
      throw new IllegalArgumentException(
          "Next page needs to be one that " + Urls.origin(root) + " named");
    }
    return url;
  }

  /** Where uploads begin; the slash at its end belongs to it. */
  HttpUrl uploads() {
    return root.newBuilder().addPathSegments("blobs/uploads/").build();
  }

  /** Where an upload begins that goes on by itself: with its digest, or as a mount. */
  HttpUrl uploads(String name, Digest digest) {
    return uploads().newBuilder().addQueryParameter(name, digest.toString()).build();
  }

  private HttpUrl at(String kind, String name) {
    return root.newBuilder().addPathSegment(kind).addPathSegment(name).build();
  }
}
