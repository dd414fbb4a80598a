package dev.referrers;

import dev.referrers.PublicationPlan.Request;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Feature;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests of a plan, while it is made. */
final class PlannedRequests {

  private final Repository repository;
  private final String name;
  private final List<Request> requests = new ArrayList<>();

  PlannedRequests(Repository repository) {
    this.repository = repository;
    this.name = repository.location().substring(repository.location().indexOf('/') + 1);
  }

  void upload(Blob blob) {
    long size = blob.descriptor().size();
    if (repository.capabilities().lacks(repository.location(), Feature.SINGLE_POST)) {
      request("POST", "blobs/uploads/", 0);
      request("PUT", "blobs/uploads/", size);
    } else {
      request("POST", "blobs/uploads/", size);
    }
  }

  void request(String method, String what, long bytes) {
    requests.add(new Request(method, "/v2/" + name + "/" + what, bytes));
  }

  PublicationPlan with(
      List<Descriptor> manifests,
      Publication.@Nullable ListedBy listedBy,
      List<String> tags,
      boolean deletes) {
    String actions = deletes ? "pull,push,delete" : "pull,push";
    return new PublicationPlan(
        manifests,
        listedBy,
        requests,
        List.of("repository:" + name + ":" + actions),
        tags,
        requests.stream().mapToLong(Request::bytes).sum());
  }
}
