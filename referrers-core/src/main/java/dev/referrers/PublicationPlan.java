package dev.referrers;

import dev.referrers.oci.Descriptor;
import java.util.List;

/**
 * What a publication would do.
 *
 * @param manifests the manifests that it would push, as a referrers list would show them
 * @param listedBy what would list them; null when only the registry's answer to the push can tell,
 *     or when it is not the same in several layouts
 * @param requests the requests it would make, in order, on the way that is expected
 * @param scopes what a token needs to allow, such as {@code repository:acme/api:pull,push}
 * @param tags the tags that it would write; with an unknown referrers API those it might write
 * @param bytes bytes of all bodies it would send
 */
public record PublicationPlan(
    List<Descriptor> manifests,
    Publication.@org.jspecify.annotations.Nullable ListedBy listedBy,
    List<Request> requests,
    List<String> scopes,
    List<String> tags,
    long bytes) {

  /**
   * One request of the plan.
   *
   * @param path path on the registry, such as {@code /v2/acme/api/manifests/sha256:…}
   * @param bytes size of its body
   */
  public record Request(String method, String path, long bytes) {}

  public PublicationPlan {
    manifests = List.copyOf(manifests);
    requests = List.copyOf(requests);
    scopes = List.copyOf(scopes);
    tags = List.copyOf(tags);
  }
}
