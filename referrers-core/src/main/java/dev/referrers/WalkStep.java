package dev.referrers;

import dev.referrers.error.NotFoundException;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The requests about one manifest of a walk, and what they show. */
final class WalkStep {

  private static final List<String> SUFFIXES = List.of(".att", ".sbom", ".sig");
  private static final Set<String> INDEXES =
      Set.of(MediaTypes.IMAGE_INDEX, MediaTypes.DOCKER_MANIFEST_LIST);

  private final Repository repository;
  private final Node.Edge edge;
  private final WalkLimits held;
  private final List<Referrer> referrers = new ArrayList<>();
  private final Map<Digest, Manifest> read = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final NavigableMap<String, Manifest> tagged = new ConcurrentSkipListMap<>();

  WalkStep(Repository repository, Node.Edge edge, WalkLimits held) {
    this.repository = repository;
    this.edge = edge;
    this.held = held;
  }

  /**
   * What there is to do, independent of each other.
   *
   * @param whole whether every manifest is read
   */
  List<Parallel.Task> tasks(TreeQuery query, boolean whole) {
    List<Parallel.Task> tasks = new ArrayList<>();
    boolean leadsOn = INDEXES.contains(edge.told().mediaType());
    if (node().manifest() == null && (whole || leadsOn)) {
      tasks.add(() -> node().read(held.hold(repository.fetch(edge.told()))));
    }
    if (query.referrers()) {
      tasks.add(() -> list(whole));
    }
    // no sha512 digest fits into a tag, so there is none
    if (query.cosignTags() && node().digest().algorithm().equals("sha256")) {
      String stem = "sha256-" + node().digest().encoded();
      SUFFIXES.forEach(suffix -> tasks.add(() -> readTag(stem + suffix)));
    }
    return tasks;
  }

  Node node() {
    return edge.to();
  }

  List<Referrer> referrers() {
    return referrers;
  }

  /** A referrer's manifest, where it was read. */
  @Nullable Manifest read(Digest referrer) {
    return read.get(referrer);
  }

  /** What is under each cosign tag that is there. */
  NavigableMap<String, Manifest> tagged() {
    return tagged;
  }

  List<String> notes() {
    return notes;
  }

  private void list(boolean whole) throws IOException {
    var query = whole ? ReferrersQuery.ALL.withChecks() : ReferrersQuery.ALL;
    var run =
        new SearchRun(
            repository.inOneOperation(),
            node().digest(),
            query,
            manifest -> read.put(manifest.digest(), held.add(manifest)));
    for (var batch = run.next(); batch != null; batch = run.next()) {
      referrers.addAll(batch);
      held.addListed(batch);
    }
    for (SourceReport source : run.reports()) {
      if (source.note() != null && source.outcome() != Outcome.UNSUPPORTED) {
        notes.add("Referrers of " + node().digest() + ": " + source.note());
      }
    }
  }

  /** A bare 404 counts only where the registry shows that it is up, by the manifest itself. */
  private void readTag(String tag) throws IOException {
    try {
      tagged.put(tag, held.hold(repository.require(tag).manifest()));
    } catch (NotFoundException e) {
      if (!e.documented() && repository.find(node().digest().toString()) == null) {
        throw e;
      }
    }
  }
}
