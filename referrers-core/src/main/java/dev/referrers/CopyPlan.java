package dev.referrers;

import static java.util.Objects.requireNonNull;

import dev.referrers.CopyReport.Fate;
import dev.referrers.CopyReport.Item;
import dev.referrers.CopyReport.Kind;
import dev.referrers.ReferrersTree.Link;
import dev.referrers.internal.copy.BlobSet;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is to be copied, and what is there. */
record CopyPlan(Walk.Graph graph, Presence presence, BlobSet blobs, List<String> warnings) {

  /** The manifests to push. */
  List<Manifest> missing() {
    return manifests().filter(each -> !presence.has(each.digest())).toList();
  }

  /** Those that have to be listed at the target, by their subject. */
  Map<Digest, List<Manifest>> unlisted() {
    Map<Digest, List<Manifest>> unlisted = new LinkedHashMap<>();
    manifests()
        .filter(each -> each.subject() != null && !presence.isListed(each.digest()))
        .forEach(
            each ->
                unlisted
                    .computeIfAbsent(
                        requireNonNull(each.subject()).digest(), subject -> new ArrayList<>())
                    .add(each));
    return unlisted;
  }

  List<Descriptor> missingBlobs() {
    return blobs.blobs().stream().filter(each -> !blobs.has(each.digest())).toList();
  }

  /** The cosign tags, and what they point to at the source. */
  Map<String, Manifest> cosignTags() {
    Map<String, Manifest> tags = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      for (Node.Edge edge : node.edges(Link.COSIGN_TAG)) {
        tags.put(requireNonNull(edge.tag()), requireNonNull(edge.to().manifest()));
      }
    }
    return tags;
  }

  Manifest root() {
    return requireNonNull(graph.root().to().manifest());
  }

  CopyReport report(List<String> tags) {
    List<String> all = new ArrayList<>(cosignTags().keySet());
    all.addAll(tags);
    return new CopyReport(
        graph.root().told(), items(blob -> Fate.COPIED), List.of(), all, warnings);
  }

  /**
   * Everything, with its fate.
   *
   * @param fates of the blobs that were missing
   */
  List<Item> items(Function<Digest, Fate> fates) {
    List<Item> items = new ArrayList<>();
    manifests().forEach(each -> items.add(item(each)));
    for (Descriptor blob : blobs.blobs()) {
      Fate fate = blobs.has(blob.digest()) ? Fate.PRESENT : fates.apply(blob.digest());
      items.add(new Item(Kind.BLOB, fate, blob));
    }
    blobs.elsewhere().forEach(blob -> items.add(new Item(Kind.BLOB, Fate.ELSEWHERE, blob)));
    return items;
  }

  Item item(Manifest manifest) {
    Fate fate = presence.has(manifest.digest()) ? Fate.PRESENT : Fate.COPIED;
    return new Item(Kind.MANIFEST, fate, manifest.descriptor());
  }

  private Stream<Manifest> manifests() {
    return graph.nodes().stream().map(node -> requireNonNull(node.manifest()));
  }
}
