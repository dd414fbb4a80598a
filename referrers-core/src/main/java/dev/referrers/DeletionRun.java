package dev.referrers;

import dev.referrers.DeletionTree.Part;
import dev.referrers.error.ResponseException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.internal.tag.TagIndex;
import dev.referrers.internal.tag.TagUpdater;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Deletes one after the other, and notes what came of it. */
final class DeletionRun {

  /** A 401 is about who asks, a 429 about when. */
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 405, 409, 412, 422, 501);

  private static final String NOT_FOUND =
      "the registry does not find it to delete, but still has it";

  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final Repository repository;
  private final Duration settle;
  private final Time time;
  private final List<Descriptor> deleted = new ArrayList<>();
  private final List<Descriptor> kept = new ArrayList<>();
  private final Set<Digest> subjectsOfKept = new HashSet<>();
  private final Map<Digest, Set<Digest>> toUnlist = new LinkedHashMap<>();
  private final Set<Digest> withoutList = new HashSet<>();
  private final Set<String> tags = new LinkedHashSet<>();
  private final List<String> warnings = new ArrayList<>();

  DeletionRun(Repository repository, Duration settle, Time time) {
    this.repository = repository;
    this.settle = settle;
    this.time = time;
  }

  /**
   * Deletes all, each after what refers to it.
   *
   * @param planned which of them; what they refer to stays with the others
   * @return whether nothing that refers to the first of them is left
   */
  boolean delete(DeletionTree tree, Predicate<Digest> planned) throws IOException {
    for (Part part : tree.inOrder()) {
      if (subjectsOfKept.contains(part.digest())) {
        keep(part, "what refers to it is still there");
      } else if (part.manifest() == null) {
        deleteTags(part);
      } else if (!planned.test(part.digest())) {
        keep(part, "it was not planned");
      } else if (remove(part, part.manifest(), true)) {
        deleteTags(part);
      }
    }
    return !subjectsOfKept.contains(tree.parts().get(0).digest());
  }

  /** Deletes one manifest, and leaves what refers to it. */
  void delete(Part part) throws IOException {
    if (part.manifest() != null) {
      remove(part, part.manifest(), false);
    }
  }

  /** Takes what is gone off the lists of subjects that stay, and tells what came of all. */
  DeletionReport end() throws InterruptedIOException {
    for (var each : toUnlist.entrySet()) {
      if (!withoutList.contains(each.getKey())) {
        unlist(each.getKey(), each.getValue());
      }
    }
    return new DeletionReport(deleted, kept, List.copyOf(tags), warnings);
  }

  /** Deletes a tag, and leaves what it points to; false when that is refused. */
  boolean deleteTag(String tag) throws IOException {
    try {
      if (repository.deleteTag(tag)) {
        tags.add(tag);
      } else if (!Absence.isCertain(tag, repository)) {
        warnings.add("Tag " + tag + " is not deleted: " + NOT_FOUND);
        return false;
      }
      return true;
    } catch (ResponseException e) {
      warnings.add("Tag " + tag + " is not deleted: " + asRefusal(e));
      return false;
    }
  }

  /**
   * Deletes the referrers tag, unless it lists what is there. Its index stays: other tags may point
   * to the same bytes.
   */
  void deleteList(Digest subject) throws IOException {
    if (withoutList.contains(subject)) {
      return;
    }
    if (!(TagIndex.read(repository, subject) instanceof TagIndex.Present list)
        || (isOver(list.index()) && deleteTag(ReferrersTag.of(subject)))) {
      withoutList.add(subject);
    }
  }

  /** Others may have listed something since, or keep another subject's list there. */
  private boolean isOver(ImageIndex list) throws IOException {
    for (Descriptor entry : list.manifests()) {
      boolean isDeleted = deleted.stream().anyMatch(each -> each.digest().equals(entry.digest()));
      if (!isDeleted && !Absence.isCertain(entry.digest(), repository)) {
        return false;
      }
    }
    return true;
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  /**
   * Whether it is gone. Some registries refuse as long as an index lists it (zot, ECR).
   *
   * @param listed whether it is to stay listed when it is refused
   */
  private boolean remove(Part part, Descriptor manifest, boolean listed) throws IOException {
    Digest digest = part.digest();
    Digest subject = part.subject();
    String refusal = refusal(digest);
    List<Descriptor> entries =
        refusal == null || subject == null ? List.of() : unlist(subject, Set.of(digest));
    if (subject != null && !entries.isEmpty()) {
      refusal = refusal(digest);
      if (refusal != null && !(listed && isRelisted(subject, entries))) {
        refusal += "; it is no longer under the referrers tag of its subject";
      }
    }
    if (refusal != null) {
      keep(part, refusal);
      return false;
    }
    deleted.add(manifest);
    if (subject != null) {
      toUnlist.computeIfAbsent(subject, any -> new LinkedHashSet<>()).add(digest);
    }
    return true;
  }

  /** Null when it is gone: a 404 may be a proxy's, or mean that one may not delete. */
  private @Nullable String refusal(Digest manifest) throws IOException {
    try {
      boolean gone = repository.deleteManifest(manifest) || Absence.isCertain(manifest, repository);
      return gone ? null : NOT_FOUND;
    } catch (ResponseException e) {
      return asRefusal(e);
    }
  }

  private static String asRefusal(ResponseException e) throws ResponseException {
    if (!REFUSALS.contains(e.status())) {
      throw e;
    }
    return String.valueOf(e.getMessage());
  }

  private void keep(Part part, String why) {
    if (part.manifest() != null) {
      kept.add(part.manifest());
      warnings.add("Manifest " + part.digest() + " is not deleted: " + why);
    }
    if (part.subject() != null) {
      subjectsOfKept.add(part.subject());
    }
  }

  /** The tags that are about what is gone. */
  private void deleteTags(Part part) throws IOException {
    for (String tag : part.tags()) {
      if (!tag.equals(ReferrersTag.of(part.digest()))) {
        deleteTag(tag);
      }
    }
    if (!hasApi()) {
      deleteList(part.digest());
    }
  }

  /**
   * Takes entries off the subject's referrers tag.
   *
   * @return those that were there; none when they can't go
   */
  private List<Descriptor> unlist(Digest subject, Set<Digest> entries)
      throws InterruptedIOException {
    if (hasApi()) {
      return List.of();
    }
    String tag = ReferrersTag.of(subject);
    try {
      List<Descriptor> there = new ArrayList<>();
      if (TagIndex.read(repository, subject) instanceof TagIndex.Present list) {
        list.index().manifests().stream()
            .filter(entry -> entries.contains(entry.digest()))
            .forEach(there::add);
      }
      if (!there.isEmpty()) {
        edit(subject, List.of(), entries);
        tags.add(tag);
      }
      return there;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      warnings.add("Referrers tag " + tag + " may still list what is deleted: " + e.getMessage());
      return List.of();
    }
  }

  /** A subject that stays has to show what refers to it: its signatures, say. */
  private boolean isRelisted(Digest subject, List<Descriptor> entries)
      throws InterruptedIOException {
    String tag = ReferrersTag.of(subject);
    try {
      edit(subject, entries, Set.of());
      return true;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      warnings.add("Referrers tag " + tag + " may lack what is still there: " + e.getMessage());
      return false;
    }
  }

  private void edit(Digest subject, List<Descriptor> entries, Set<Digest> removals)
      throws IOException {
    try (var updater = TagUpdater.open(repository, subject, settle, time)) {
      updater.list(entries, removals, Deadline.in(TIMEOUT, time));
    }
  }

  private boolean hasApi() {
    return repository.capabilities().supports(repository.location(), Feature.REFERRERS_API);
  }
}
