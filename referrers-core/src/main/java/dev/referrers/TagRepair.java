package dev.referrers;

import dev.referrers.error.ReferrersUnsupportedException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.listing.ApiPages;
import dev.referrers.internal.listing.EntryCheck;
import dev.referrers.internal.tag.TagIndex;
import dev.referrers.internal.tag.TagUpdater;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts a referrers list right by the manifests themselves. */
final class TagRepair {

  private final Repository repository;
  private final Digest subject;
  private final PublishSettings settings;

  TagRepair(Repository repository, Digest subject, PublishSettings settings) {
    this.repository = repository;
    this.subject = subject;
    this.settings = settings;
  }

  /**
   * Does it, where the list is under a tag.
   *
   * @param known manifests whose subject this is
   */
  ReferrersRepair run(List<Manifest> known) throws IOException {
    if (settings.mode() != ReferrersMode.TAG_ONLY && hasApi()) {
      return ReferrersRepair.NONE;
    }
    List<Descriptor> before = List.of();
    if (TagIndex.read(repository, subject) instanceof TagIndex.Present list) {
      before = list.index().manifests();
    }
    Map<Digest, Descriptor> right = new LinkedHashMap<>();
    checked(before).forEach(entry -> right.put(entry.digest(), entry));
    known.forEach(manifest -> right.put(manifest.digest(), manifest.asReferrer()));
    Set<Digest> wrong = new HashSet<>();
    for (Descriptor entry : before) {
      // what is there but not about the subject may be an image's, or another's whose digest is cut
      if (!right.containsKey(entry.digest()) && Absence.isCertain(entry.digest(), repository)) {
        wrong.add(entry.digest());
      }
    }
    if (right.isEmpty() && wrong.isEmpty()) {
      return ReferrersRepair.NONE;
    }
    List<Descriptor> listed = List.copyOf(right.values());
    try (var tag = TagUpdater.open(repository, subject, settings.settle(), settings.time())) {
      var deadline = Deadline.in(settings.timeout(), settings.time());
      return new ReferrersRepair(listed, tag.list(listed, wrong, deadline));
    }
  }

  private boolean hasApi() throws IOException {
    var pages = new ApiPages(repository, subject, null);
    if (pages.next() != null) {
      return true;
    }
    if (pages.refusal() != null) {
      throw pages.refusal();
    }
    if (settings.mode() == ReferrersMode.API_ONLY) {
      throw new ReferrersUnsupportedException(
          repository.location(), String.valueOf(pages.missing()));
    }
    return false;
  }

  /** Some at a time, for their manifests are held. */
  private List<Descriptor> checked(List<Descriptor> entries) throws IOException {
    var check = new EntryCheck(repository, subject, true, false, true, manifest -> {});
    List<Descriptor> checked = new ArrayList<>();
    for (int from = 0; from < entries.size(); from += SearchRun.SLICE) {
      int to = Math.min(entries.size(), from + SearchRun.SLICE);
      checked.addAll(check.check(entries.subList(from, to)));
    }
    return checked;
  }
}
