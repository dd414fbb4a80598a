package dev.referrers;

import dev.referrers.ReferrersTree.Link;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What of a graph is at the target already, by few requests: below what is missing nothing is asked
 * for, and one list tells of all referrers that it has.
 */
final class Presence {

  private final Repository target;
  private final CopySettings settings;
  private final Set<Digest> present = ConcurrentHashMap.newKeySet();
  private final Set<Digest> listed = ConcurrentHashMap.newKeySet();

  private Presence(Repository target, CopySettings settings) {
    this.target = target;
    this.settings = settings;
  }

  static Presence of(Repository target, Node root, CopySettings settings) throws IOException {
    var presence = new Presence(target, settings);
    List<Node> level = new ArrayList<>();
    if (target.find(root.digest().toString()) != null) {
      presence.present.add(root.digest());
      level.add(root);
    }
    while (!level.isEmpty()) {
      level = presence.below(level);
    }
    return presence;
  }

  boolean has(Digest manifest) {
    return present.contains(manifest);
  }

  /** Whether it is listed as a referrer there, by what is to list it. */
  boolean isListed(Digest manifest) {
    return listed.contains(manifest);
  }

  /** What is there of that which those lead to, and was not known. */
  private List<Node> below(List<Node> level) throws IOException {
    List<Node> found = Collections.synchronizedList(new ArrayList<>());
    List<Parallel.Task> tasks = new ArrayList<>();
    for (Node node : level) {
      Map<Digest, Node> referrers = new HashMap<>();
      for (Node.Edge edge : node.edges()) {
        if (edge.link() == Link.REFERRER) {
          referrers.put(edge.to().digest(), edge.to());
        } else {
          tasks.add(() -> lookFor(edge.to(), found));
        }
      }
      if (!referrers.isEmpty()) {
        tasks.add(() -> lookFor(referrers, node.digest(), found));
      }
    }
    Parallel.run(settings.maxParallel(), tasks);
    return found;
  }

  private void lookFor(Node node, List<Node> found) throws IOException {
    if (!has(node.digest()) && target.find(node.digest().toString()) != null) {
      note(node, found);
    }
  }

  private void lookFor(Map<Digest, Node> referrers, Digest subject, List<Node> found)
      throws IOException {
    List<Parallel.Task> looks = new ArrayList<>();
    for (Referrer each : Referrers.in(target).of(subject, settings.listed()).toList()) {
      Descriptor entry = each.descriptor();
      Node node = referrers.get(entry.digest());
      if (node != null && each.origins().contains(Source.REFERRERS_API)) {
        listed.add(entry.digest());
        note(node, found);
      } else if (node != null) {
        listed.add(entry.digest());
        looks.add(() -> lookFor(node, found)); // clients keep that list, the manifest may be gone
      }
    }
    Parallel.run(settings.maxParallel(), looks);
  }

  private void note(Node node, List<Node> found) {
    if (present.add(node.digest())) {
      found.add(node);
    }
  }
}
