package dev.referrers;

import dev.referrers.ReferrersTree.Link;
import dev.referrers.error.DigestMismatchException;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes from a manifest to all that belongs to it, level by level, the requests of a level side by
 * side. Comes to each manifest once. For one walk.
 */
final class Walk {

  /** Requests at a time. */
  private static final int WIDTH = 16;

  /**
   * Where it came to.
   *
   * @param nodes each after the one that led to it
   * @param notes what the sources say of their answers, for people
   */
  record Graph(Node.Edge root, List<Node> nodes, List<String> notes) {}

  private final Repository repository;
  private final TreeQuery query;
  private final boolean whole;
  private final Map<Digest, Node> nodes = new LinkedHashMap<>();
  private final Set<String> notes = new LinkedHashSet<>();

  private Walk(Repository repository, TreeQuery query, boolean whole) {
    this.repository = repository;
    this.query = query;
    this.whole = whole;
  }

  /** One that reads the manifests that lead on. */
  static Walk overview(Repository repository, TreeQuery query) {
    return new Walk(repository, query, false);
  }

  /** One that reads every manifest, and leaves out what refers to something else after all. */
  static Walk whole(Repository repository, TreeQuery query) {
    return new Walk(repository, query, true);
  }

  Graph from(String tagOrDigest) throws IOException {
    var held = new WalkLimits(tagOrDigest, query);
    Manifest manifest = held.add(repository.require(tagOrDigest).manifest());
    Digest digest = tagOrDigest.indexOf(':') < 0 ? manifest.digest() : Digest.parse(tagOrDigest);
    Node node = new Node(digest, manifest);
    nodes.put(digest, node);
    Descriptor told =
        Descriptor.of(manifest.mediaType(), digest, manifest.bytes().size())
            .withArtifactType(manifest.artifactType())
            .withAnnotations(manifest.annotations());
    var root = new Node.Edge(Link.ROOT, told, List.of(), null, node);
    List<Node.Edge> level = List.of(root);
    for (int depth = 0; !level.isEmpty(); depth++) {
      held.checkDepth(depth);
      level = next(level, held);
    }
    return new Graph(root, List.copyOf(nodes.values()), List.copyOf(notes));
  }

  private List<Node.Edge> next(List<Node.Edge> level, WalkLimits held) throws IOException {
    List<WalkStep> steps = new ArrayList<>();
    List<Parallel.Task> tasks = new ArrayList<>();
    for (Node.Edge edge : level) {
      var step = new WalkStep(repository, edge, held);
      steps.add(step);
      tasks.addAll(step.tasks(query, whole));
    }
    Parallel.run(WIDTH, tasks);
    List<Node.Edge> next = new ArrayList<>();
    for (WalkStep step : steps) {
      next.addAll(connect(step, held));
    }
    return next;
  }

  /** The steps that lead to somewhere new. */
  private List<Node.Edge> connect(WalkStep step, WalkLimits held) throws IOException {
    List<Node.Edge> fresh = new ArrayList<>();
    if (step.node().manifest() instanceof ImageIndex index) {
      for (Descriptor child : index.manifests()) {
        Node to = nodes.get(child.digest());
        requireSize(child, to == null ? null : to.manifest());
        lead(step, Link.CHILD, child, List.of(), null, null, fresh);
      }
    }
    for (Referrer each : step.referrers()) {
      Manifest manifest = step.read(each.descriptor().digest());
      lead(step, Link.REFERRER, each.descriptor(), each.origins(), null, manifest, fresh);
    }
    for (var each : step.tagged().entrySet()) {
      Descriptor told = each.getValue().descriptor();
      var origins = List.of(Source.COSIGN_TAG);
      lead(step, Link.COSIGN_TAG, told, origins, each.getKey(), each.getValue(), fresh);
    }
    notes.addAll(step.notes());
    held.checkCount(nodes.size());
    return fresh;
  }

  private void lead(
      WalkStep step,
      Link link,
      Descriptor told,
      List<Source> origins,
      @Nullable String tag,
      @Nullable Manifest manifest,
      List<Node.Edge> fresh) {
    Node known = nodes.get(told.digest());
    Node to = known == null ? new Node(told.digest(), manifest) : known;
    var edge = new Node.Edge(link, told, origins, tag, to);
    step.node().add(edge);
    if (known == null) {
      nodes.put(told.digest(), to);
      fresh.add(edge);
    }
  }

  /** Of the others it is checked when they are read. */
  private static void requireSize(Descriptor child, @Nullable Manifest known)
      throws DigestMismatchException {
    if (known != null && known.bytes().size() != child.size()) {
      throw new DigestMismatchException(
          "Manifest", child.digest(), child.digest(), known.bytes().size());
    }
  }
}
