package dev.referrers;

import dev.referrers.TagEncoding.Encoded;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.internal.tag.Edit;
import dev.referrers.internal.tag.LayerList;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a policy makes of the layers that a tag holds already. */
final class StoredLayers {

  /** The newest that may be alike which are looked into for an identical one. */
  private static final int MOST_CANDIDATES = 16;

  private final List<Encoded> wanted;
  private final boolean replace;
  private final Map<Encoded, Descriptor> identical = new ConcurrentHashMap<>();
  private final Map<Descriptor, String> replaced = new ConcurrentHashMap<>();

  private StoredLayers(List<Encoded> wanted, boolean replace) {
    this.wanted = wanted;
    this.replace = replace;
  }

  static StoredLayers look(
      Repository repository,
      Descriptor subject,
      TagPublisher.Settings settings,
      LayerList list,
      List<Encoded> wanted)
      throws IOException {
    var stored = new StoredLayers(wanted, settings.policy() == PublishPolicy.REPLACE);
    if (settings.policy() == PublishPolicy.APPEND) {
      return stored;
    }
    List<Descriptor> layers = list.read(repository);
    List<Parallel.Task> tasks = new ArrayList<>();
    if (stored.replace) {
      for (Descriptor layer : layers) {
        tasks.add(() -> stored.findKind(settings.encoding(), layer, repository));
      }
    } else {
      for (Encoded each : wanted) {
        tasks.add(
            () -> stored.findIdentical(settings.encoding(), each, layers, subject, repository));
      }
    }
    Parallel.run(settings.maxParallel(), tasks);
    return stored;
  }

  /** Those that have to be uploaded. */
  List<Encoded> missing() {
    return wanted.stream().filter(each -> !identical.containsKey(each)).toList();
  }

  Edit edit() {
    return new Edit(wanted.stream().map(this::entry).toList(), replaced::containsKey, replace);
  }

  /** The layer that holds it: one that is there, or its own. */
  Descriptor entry(Encoded each) {
    return identical.getOrDefault(each, each.layer().descriptor());
  }

  boolean isReplacedBy(Descriptor layer, Encoded each) {
    return each.kind().equals(replaced.get(layer));
  }

  private void findKind(TagEncoding encoding, Descriptor layer, Repository repository)
      throws IOException {
    if (wanted.stream().noneMatch(each -> encoding.mayBe(each.kind(), layer))) {
      return;
    }
    @Nullable String kind = encoding.kind(layer, repository);
    if (wanted.stream().anyMatch(each -> each.kind().equals(kind))) {
      replaced.put(layer, String.valueOf(kind));
    }
  }

  private void findIdentical(
      TagEncoding encoding,
      Encoded each,
      List<Descriptor> layers,
      Descriptor subject,
      Repository repository)
      throws IOException {
    if (layers.contains(each.layer().descriptor())) {
      identical.put(each, each.layer().descriptor());
      return;
    }
    List<Descriptor> candidates =
        new ArrayList<>(
            layers.stream().filter(layer -> encoding.mayBe(each.kind(), layer)).toList());
    Collections.reverse(candidates);
    for (Descriptor layer : candidates.subList(0, Math.min(MOST_CANDIDATES, candidates.size()))) {
      if (encoding.isIdentical(each, layer, subject, repository)) {
        identical.put(each, layer);
        return;
      }
    }
  }
}
