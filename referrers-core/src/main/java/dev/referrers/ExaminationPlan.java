package dev.referrers;

import dev.referrers.Doctor.Request;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests of an examination, as the two examinations make them. */
record ExaminationPlan(String base) {

  static ExaminationPlan of(Repository repository) {
    String location = repository.location();
    return new ExaminationPlan("/v2/" + location.substring(location.indexOf('/') + 1));
  }

  List<Request> readOnly() {
    return List.of(
        always("GET", "/tags/list"),
        request("GET", "/manifests/<tag>", "a tag is listed"),
        always("GET", "/referrers/<digest>?artifactType=" + encoded(ProbeManifests.TYPE)));
  }

  List<Request> withWrites() {
    var requests = new ArrayList<>(readOnly());
    requests.addAll(pushes());
    requests.addAll(tagWrites());
    requests.addAll(removals());
    return List.copyOf(requests);
  }

  private List<Request> pushes() {
    Digest nobody = ProbeManifests.NOBODY;
    return List.of(
        always("POST", "/blobs/uploads/?digest=" + Descriptor.EMPTY_JSON.digest()),
        request("PUT", "/blobs/uploads/<session>", "the POST does not store the blob"),
        always("PUT", "/manifests/<digest>"),
        always("GET", "/referrers/" + nobody),
        request(
            "GET",
            "/referrers/" + nobody + "?artifactType=" + encoded(ProbeManifests.OTHER_TYPE),
            "the manifest is listed"));
  }

  private List<Request> tagWrites() {
    String tag = "/manifests/" + ProbeManifests.TAG_PREFIX + "<random>";
    return List.of(
        always("PUT", tag),
        request("GET", tag, "the tag is written"),
        request("PUT", tag, "there is an ETag: with a wrong If-Match"),
        request("PUT", tag, "that is refused: with the right If-Match"),
        request("PUT", tag, "the tag is not moved yet"));
  }

  private List<Request> removals() {
    String tag = "/manifests/" + ProbeManifests.TAG_PREFIX + "<random>";
    return List.of(
        request("DELETE", "/manifests/<digest>", "the manifest with a subject may be there"),
        request("DELETE", "/manifests/<digest>", "the tag's first manifest may be there"),
        request("DELETE", "/manifests/<digest>", "the tag's second manifest may be there"),
        request("DELETE", tag, "the tag may be there"),
        request("HEAD", tag, "deleting the tag fails"));
  }

  private Request always(String method, String path) {
    return request(method, path, null);
  }

  private Request request(String method, String path, @Nullable String onlyIf) {
    return new Request(method, base + path, onlyIf);
  }

  private static String encoded(String mediaType) {
    return URLEncoder.encode(mediaType, StandardCharsets.UTF_8);
  }
}
