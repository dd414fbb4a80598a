package dev.referrers;

import dev.referrers.internal.publish.Draft;
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
  private final Map<String, Set<Digest>> byKind = new HashMap<>();
  private final Set<Digest> gone = new LinkedHashSet<>();
  private final Map<Digest, String> refused = new LinkedHashMap<>();

  Replacement(Repository repository) {
    this.repository = repository;
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
      String refusal = delete(digest);
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

  private @Nullable String delete(Digest digest) {
    try {
      repository.deleteManifest(digest);
      return null;
    } catch (IOException e) {
      return "Replaced manifest " + digest + " is not deleted: " + e.getMessage();
    }
  }
}
