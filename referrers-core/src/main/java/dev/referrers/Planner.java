package dev.referrers;

import dev.referrers.internal.publish.Draft;
import dev.referrers.internal.publish.Uploads;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.internal.tag.TagUpdater;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works out what a publication would do, from what is known and what reading shows. */
final class Planner {

  private final Repository repository;
  private final Descriptor subject;
  private final PublishSettings settings;
  private final Lister lister;
  private final PlannedRequests requests;

  Planner(Repository repository, Descriptor subject, PublishSettings settings) {
    this.repository = repository;
    this.subject = subject;
    this.settings = settings;
    this.lister = new Lister(repository, subject, settings);
    this.requests = new PlannedRequests(repository);
  }

  PublicationPlan plan(List<Draft> wanted) throws IOException {
    lister.requireApi();
    var attached = new Attached(repository, subject.digest(), settings);
    List<Draft> drafts = new ArrayList<>();
    for (Draft draft : wanted) {
      boolean skips = settings.policy() == PublishPolicy.SKIP_IDENTICAL;
      if (!skips || attached.identicalTo(draft) == null) {
        drafts.add(draft);
      }
    }
    var replacement = new Replacement(repository, subject.digest());
    if (settings.policy() == PublishPolicy.REPLACE) {
      replacement.plan(drafts, attached);
    }
    var listedBy = lister.expected();
    if (!drafts.isEmpty()) {
      push(drafts);
      list(drafts, listedBy, replacement.digests());
    }
    return requests.with(
        drafts.stream().map(draft -> draft.manifest().asReferrer()).toList(),
        listedBy,
        drafts.isEmpty() || listedBy == Publication.ListedBy.REFERRERS_API
            ? List.of()
            : List.of(ReferrersTag.of(subject.digest())),
        !replacement.digests().isEmpty());
  }

  private void push(List<Draft> drafts) {
    if (!Uploads.knowsEmptyConfig(repository)) {
      requests.upload(Blob.EMPTY_JSON);
    }
    Uploads.files(drafts).forEach(requests::upload);
    for (Draft draft : drafts) {
      Digest digest = draft.manifest().digest();
      requests.request("PUT", "manifests/" + digest, draft.manifest().bytes().size());
    }
  }

  private void list(
      List<Draft> drafts, Publication.@Nullable ListedBy listedBy, Set<Digest> replaced)
      throws IOException {
    boolean byTag = listedBy == Publication.ListedBy.REFERRERS_TAG;
    String tag = "manifests/" + ReferrersTag.of(subject.digest());
    if (byTag) {
      var entries = drafts.stream().map(draft -> draft.manifest().asReferrer()).toList();
      Manifest index = TagUpdater.preview(repository, subject.digest(), entries, replaced);
      requests.request("GET", tag, 0);
      requests.request("PUT", tag, index == null ? 0 : index.bytes().size());
      requests.request("HEAD", tag, 0);
    } else if (!lister.isEnough(true, drafts.size(), replaced)) {
      requests.request("GET", "referrers/" + subject.digest(), 0);
    }
    for (Digest digest : replaced) {
      if (byTag) {
        requests.request("GET", tag, 0);
      }
      requests.request("DELETE", "manifests/" + digest, 0);
    }
  }
}
