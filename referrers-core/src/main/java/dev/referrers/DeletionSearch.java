package dev.referrers;

import dev.referrers.DeletionTree.Part;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.NotFoundException;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds all that refers to a manifest, level by level. They will be deleted, so their manifests
 * count, not what a list says of them. For one search.
 */
final class DeletionSearch {

  private static final int MOST = 10_000;
  private static final int WIDTH = 16;
  private static final List<String> SUFFIXES = List.of(".att", ".sbom", ".sig");

  private final Repository repository;
  private final ReferrersQuery query;
  private final boolean cosignTags;
  private final Digest root;
  private final Set<Digest> known = new LinkedHashSet<>();
  private final List<Part> parts = new ArrayList<>();

  /**
   * @param cosignTags whether to look for those of each manifest
   * @param root need not be there
   */
  DeletionSearch(Repository repository, ReferrersQuery query, boolean cosignTags, Digest root) {
    this.repository = repository;
    this.query = query.withChecks();
    this.cosignTags = cosignTags;
    this.root = root;
  }

  DeletionTree run() throws IOException {
    List<Part> level = List.of(first());
    known.add(root);
    while (!level.isEmpty()) {
      level = below(level);
    }
    return new DeletionTree(parts);
  }

  /** A bare 404 may be a proxy's, and what refers to the root would go while that stays. */
  private Part first() throws IOException {
    try {
      return Part.of(root, repository.require(root.toString()).manifest());
    } catch (NotFoundException e) {
      if (!e.documented()) {
        throw e;
      }
      return new Part(root, null, null, List.of());
    }
  }

  /** Finishes the parts of a level, and gives those that refer to them. */
  private List<Part> below(List<Part> level) throws IOException {
    Map<Digest, List<String>> tags = new ConcurrentHashMap<>();
    Map<Digest, List<Descriptor>> referrers = new ConcurrentHashMap<>();
    List<Parallel.Task> tasks = new ArrayList<>();
    for (Part part : level) {
      tasks.add(
          () -> {
            List<String> about = cosignTags ? cosignTags(part.digest()) : new ArrayList<>();
            referrers.put(part.digest(), referrers(part.digest(), about));
            tags.put(part.digest(), about);
          });
    }
    Parallel.run(WIDTH, tasks);
    List<Part> next = new ArrayList<>();
    for (Part part : level) {
      parts.add(part.withTags(tags.getOrDefault(part.digest(), List.of())));
      for (Descriptor each : referrers.getOrDefault(part.digest(), List.of())) {
        if (known.add(each.digest())) {
          next.add(new Part(each.digest(), each, part.digest(), List.of()));
        }
      }
    }
    requireRoom(known.size());
    return next;
  }

  /** Adds the referrers tag to those that are about the subject, when something is listed there. */
  private List<Descriptor> referrers(Digest subject, List<String> tags) throws IOException {
    List<Descriptor> found = new ArrayList<>();
    boolean tagged = false;
    var run = new SearchRun(repository.inOneOperation(), subject, query);
    for (var batch = run.next(); batch != null; batch = run.next()) {
      for (Referrer each : batch) {
        found.add(each.descriptor().bare());
        tagged |= each.origins().contains(Source.REFERRERS_TAG);
      }
      requireRoom(found.size());
    }
    if (tagged) {
      tags.add(ReferrersTag.of(subject));
    }
    return found;
  }

  private List<String> cosignTags(Digest subject) throws IOException {
    List<String> found = new ArrayList<>();
    // no sha512 digest fits into a tag, so there is none
    if (subject.algorithm().equals("sha256")) {
      for (String suffix : SUFFIXES) {
        String tag = "sha256-" + subject.encoded() + suffix;
        if (repository.find(tag) != null) {
          found.add(tag);
        }
      }
    }
    return found;
  }

  private void requireRoom(int manifests) throws LimitExceededException {
    if (manifests > MOST) {
      throw new LimitExceededException(
          "Tree of " + root, MOST, "manifests", "delete below it first");
    }
  }
}
