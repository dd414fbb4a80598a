package dev.referrers;

import dev.referrers.internal.publish.Draft;
import dev.referrers.internal.tag.TagIndex;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What new referrers take the place of; nothing unless it was planned. */
final class Replacement {

  private final Repository repository;
  private final Digest subject;
  private final Map<String, Set<Digest>> byKind = new HashMap<>();
  private final Set<Digest> gone = new LinkedHashSet<>();
  private final Map<Digest, String> refused = new LinkedHashMap<>();

  Replacement(Repository repository, Digest subject) {
    this.repository = repository;
    this.subject = subject;
  }

  /** Finds what is of the same kinds and not among the drafts. */
  void plan(List<Draft> drafts, Attached attached) throws IOException {
    for (Draft draft : drafts) {
      byKind.put(draft.kind(), attached.replacedBy(draft));
    }
    for (Draft draft : drafts) {
      byKind.values().forEach(digests -> digests.remove(draft.manifest().digest()));
    }
  }

  /** All that has to leave the list. */
  Set<Digest> digests() {
    Set<Digest> all = new LinkedHashSet<>();
    byKind.values().forEach(all::addAll);
    return all;
  }

  /** Deletes what is replaced, now that the new ones are listed; what is refused is noted. */
  void carryOut(Lister.Listed listed) {
    boolean byTag = listed.by() == Publication.ListedBy.REFERRERS_TAG;
    gone.addAll(listed.removed());
    for (Digest digest : byTag ? listed.removed() : digests()) {
      String refusal = delete(digest, byTag);
      if (refusal == null) {
        gone.add(digest);
      } else {
        refused.put(digest, refusal);
      }
    }
  }

  /** What those of the draft's kind replaced. */
  List<Digest> replacedBy(Draft draft) {
    return gone.stream().filter(of(draft)::contains).toList();
  }

  List<String> warnings(Draft draft) {
    return refused.entrySet().stream()
        .filter(each -> of(draft).contains(each.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private Set<Digest> of(Draft draft) {
    return byKind.getOrDefault(draft.kind(), Set.of());
  }

  private @Nullable String delete(Digest digest, boolean byTag) {
    String failure = "Replaced manifest " + digest + " is not deleted: ";
    try {
      if (byTag && isListedAgain(digest)) {
        gone.remove(digest);
        return failure + "another publisher has listed it again";
      }
      repository.deleteManifest(digest);
      return null;
    } catch (IOException e) {
      return failure + e.getMessage();
    }
  }

  /** The API gives no sign of that: there it is listed until it is deleted. */
  private boolean isListedAgain(Digest digest) throws IOException {
    TagIndex now = TagIndex.read(repository, subject);
    if (now instanceof TagIndex.Absent absent && !absent.answer().documented()) {
      throw absent.answer();
    }
    return now instanceof TagIndex.Present list
        && list.index().manifests().stream().anyMatch(entry -> entry.digest().equals(digest));
  }
}
