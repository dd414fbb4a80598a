package dev.referrers;

import dev.referrers.ReferrersTree.Link;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A manifest that a {@link Walk} came to, and where it leads. */
final class Node {

  /**
   * A step from one manifest to another.
   *
   * @param told what said so, and what it said of the other
   * @param origins see {@link Referrer#origins()}
   * @param tag the cosign tag that is the step; null for others
   */
  record Edge(Link link, Descriptor told, List<Source> origins, @Nullable String tag, Node to) {}

  private final Digest digest;
  private @Nullable Manifest manifest;
  private final List<Edge> edges = new ArrayList<>();

  Node(Digest digest, @Nullable Manifest manifest) {
    this.digest = digest;
    this.manifest = manifest;
  }

  Digest digest() {
    return digest;
  }

  /** Null when it was not read. */
  @Nullable Manifest manifest() {
    return manifest;
  }

  void read(Manifest manifest) {
    this.manifest = manifest;
  }

  void add(Edge edge) {
    edges.add(edge);
  }

  List<Edge> edges() {
    return edges;
  }

  /** Where the steps of this kind lead. */
  List<Edge> edges(Link link) {
    return edges.stream().filter(edge -> edge.link() == link).toList();
  }
}
