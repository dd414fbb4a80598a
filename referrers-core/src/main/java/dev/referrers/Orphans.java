package dev.referrers;

import dev.referrers.error.NotFoundException;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.internal.tag.TagIndex;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is left of manifests that were deleted: their referrers, the referrers tags that list
 * them, and cosign's tags. What is neither under a tag nor a referrer of a known digest can't be
 * found by any request, such as the earlier versions of a referrers tag.
 *
 * <p>Where attestations are kept in a repository of their own, the images are elsewhere and all of
 * it looks like orphans: name the others with {@link #withImagesIn} there.
 *
 * <p>Immutable and thread-safe.
 */
public final class Orphans {

  private static final int WIDTH = 16;

  /** Longer digests don't stand in their tags as a whole. */
  private static final Pattern TAG =
      Pattern.compile("sha256-([0-9a-f]{64})(\\.sig|\\.att|\\.sbom)?");

  private final Repository repository;
  private final List<Repository> images;
  private final Duration settle;

  private Orphans(Repository repository, List<Repository> images, Duration settle) {
    this.repository = repository;
    this.images = images;
    this.settle = settle;
  }

  /** Starts with a repository that keeps images and what is about them. */
  public static Orphans in(Repository repository) {
    return new Orphans(repository, List.of(repository), Duration.ofSeconds(2));
  }

  /**
   * The same, for which a subject is missing only when these lack it, too. They need to be there: a
   * name that a registry does not know, or hides, fails each search with {@link NotFoundException}.
   */
  public Orphans withImagesIn(Repository... others) {
    List<Repository> all = new ArrayList<>(images);
    all.addAll(List.of(others));
    return new Orphans(repository, List.copyOf(all), settle);
  }

  /**
   * The same with another settle time; see {@link ReferrerPublisher.Builder#settle}.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  public Orphans withSettle(Duration settle) {
    return new Orphans(repository, images, PublishSettings.positive("Settle window", settle));
  }

  /**
   * Looks through the repository's tags. Where a registry has the referrers API, only those tags of
   * referrers are found that other clients have left.
   *
   * @return in the order of the tags
   * @throws NotFoundException when it is not certain that a subject is missing: nothing may be
   *     deleted on that
   */
  public List<Orphan> find() throws IOException {
    requireImages();
    SortedMap<String, Digest> tags = tags();
    Set<Digest> gone = gone(tags.values());
    List<Orphan> orphans = new ArrayList<>();
    for (Map.Entry<String, Digest> each : tags.entrySet()) {
      Orphan orphan = gone.contains(each.getValue()) ? orphan(each) : null;
      if (orphan != null) {
        orphans.add(orphan);
      }
    }
    return orphans;
  }

  /**
   * Asks for the referrers of manifests that may be missing.
   *
   * @return one for each that is missing and has referrers, in their order
   * @throws NotFoundException when it is not certain that one is missing
   */
  public List<Orphan> of(Collection<Digest> manifests) throws IOException {
    requireImages();
    Set<Digest> gone = gone(manifests);
    List<Orphan> orphans = new ArrayList<>();
    for (Digest each : new LinkedHashSet<>(manifests)) {
      DeletionTree tree = gone.contains(each) ? tree(each) : new DeletionTree(List.of());
      if (!tree.manifests().isEmpty()) {
        List<String> tags = tree.parts().get(0).tags();
        orphans.add(new Orphan(each, tags.isEmpty() ? null : tags.get(0), tree.manifests()));
      }
    }
    return orphans;
  }

  /**
   * Deletes what was found, and nothing else, unless its subject has come back. What was not there
   * when it was looked for stays, and so does what that refers to.
   *
   * @param orphans what {@link #find} or {@link #of} gave, as far as it is to go
   */
  public DeletionReport prune(List<Orphan> orphans) throws IOException {
    requireImages();
    var run = new DeletionRun(repository, settle, Time.SYSTEM);
    for (Orphan orphan : orphans) {
      String tag = orphan.tag();
      if (tag == null || tag.equals(ReferrersTag.of(orphan.subject()))) {
        prune(orphan, run);
      } else if (staysGone(orphan.subject(), run)) {
        run.deleteTag(tag);
      }
    }
    return run.end();
  }

  private void prune(Orphan orphan, DeletionRun run) throws IOException {
    Set<Digest> planned = new HashSet<>();
    orphan.manifests().forEach(each -> planned.add(each.digest()));
    DeletionTree tree = tree(orphan.subject());
    // the last look, for the search takes its time
    if (!staysGone(orphan.subject(), run)) {
      return;
    }
    boolean whole = run.delete(tree, planned::contains);
    if (whole && orphan.tag() != null) { // a registry with the API leaves it
      run.deleteList(orphan.subject());
    }
  }

  private boolean staysGone(Digest subject, DeletionRun run) throws IOException {
    boolean gone = isGone(subject);
    if (!gone) {
      run.warn("Manifest " + subject + " is there again, so what is about it stays");
    }
    return gone;
  }

  /** Registries that gained the API may not list all that is under the tag. */
  private DeletionTree tree(Digest subject) throws IOException {
    var query = ReferrersQuery.ALL.withUnion();
    return new DeletionSearch(repository, query, false, subject).run();
  }

  private SortedMap<String, Digest> tags() throws IOException {
    var found = new TreeMap<String, Digest>();
    for (String tag : repository.allTags()) {
      Matcher parts = TAG.matcher(tag);
      if (parts.matches()) {
        found.put(tag, new Digest("sha256", parts.group(1)));
      }
    }
    return found;
  }

  /** A repository that is unknown, or hidden from who asks, lacks every image. */
  private void requireImages() throws IOException {
    for (Repository each : images) {
      if (each != repository) {
        each.tags(null);
      }
    }
  }

  private Set<Digest> gone(Collection<Digest> manifests) throws IOException {
    Set<Digest> gone = ConcurrentHashMap.newKeySet();
    List<Parallel.Task> looks = new ArrayList<>();
    for (Digest each : Set.copyOf(manifests)) {
      looks.add(
          () -> {
            if (isGone(each)) {
              gone.add(each);
            }
          });
    }
    Parallel.run(WIDTH, looks);
    return gone;
  }

  private boolean isGone(Digest manifest) throws IOException {
    for (Repository each : images) {
      if (!Absence.isCertain(manifest, each)) {
        return false;
      }
    }
    return true;
  }

  /** Null for such a tag that is neither of cosign nor holds a list. */
  private @Nullable Orphan orphan(Map.Entry<String, Digest> tag) throws IOException {
    Digest subject = tag.getValue();
    if (!tag.getKey().equals(ReferrersTag.of(subject))) {
      return new Orphan(subject, tag.getKey(), List.of());
    }
    if (!(TagIndex.read(repository, subject) instanceof TagIndex.Present list)) {
      return null;
    }
    List<Descriptor> manifests = tree(subject).manifests();
    return isAbout(list.index(), manifests) ? new Orphan(subject, tag.getKey(), manifests) : null;
  }

  /** An image of many platforms may have such a tag, and its entries are not about anything. */
  private boolean isAbout(ImageIndex list, List<Descriptor> manifests) throws IOException {
    Set<Digest> about = new HashSet<>();
    manifests.forEach(each -> about.add(each.digest()));
    for (Descriptor entry : list.manifests()) {
      if (!about.contains(entry.digest()) && !Absence.isCertain(entry.digest(), repository)) {
        return false;
      }
    }
    return true;
  }
}
