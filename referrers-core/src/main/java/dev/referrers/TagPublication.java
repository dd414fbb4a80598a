package dev.referrers;

import dev.referrers.TagEncoding.Encoded;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.internal.tag.LayerList;
import dev.referrers.internal.tag.TagUpdater;
import dev.referrers.internal.tag.TagUpdater.Edited;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one call publishes under one tag: blobs, then the tag's manifest. */
final class TagPublication {

  /** With no more than this, the tag is read beside the uploads. */
  private static final long SMALL = 1 << 20;

  private final Repository repository;
  private final Descriptor subject;
  private final TagPublisher.Settings settings;
  private final List<Encoded> wanted;
  private final LayerList list;

  /**
   * @param wanted all of the same tag; not empty
   */
  TagPublication(
      Repository repository,
      Descriptor subject,
      TagPublisher.Settings settings,
      List<Encoded> wanted) {
    this.repository = repository;
    this.subject = subject;
    this.settings = settings;
    this.wanted = wanted;
    Encoded any = wanted.get(0);
    this.list =
        new LayerList(any.tag(), subject.digest(), any.mostLayers(), settings.encoding()::config);
  }

  /** One receipt for each of the wanted. */
  Map<Encoded, Publication> publish() throws IOException {
    var stored = stored();
    if (list.mostLayers() == 1) { // nothing is pushed that there will be no room for
      TagUpdater.preview(repository, list, stored.edit());
    }
    try (TagUpdater tag = TagUpdater.open(repository, list, settings.settle(), settings.time())) {
      upload(stored.missing(), tag);
      Edited edited = tag.edit(stored.edit(), Deadline.in(settings.timeout(), settings.time()));
      Map<Encoded, Publication> receipts = new LinkedHashMap<>();
      wanted.forEach(each -> receipts.put(each, receipt(each, stored.entry(each), edited, stored)));
      return receipts;
    }
  }

  /** What the tag would hold; null when it has all of it. */
  @Nullable Manifest plan(PlannedRequests plan) throws IOException {
    var stored = stored();
    var merged = TagUpdater.preview(repository, list, stored.edit());
    if (merged == null) {
      return null;
    }
    String tag = "manifests/" + list.tag();
    blobs(stored.missing()).forEach(plan::upload);
    plan.request("GET", tag, 0);
    merged.blobs().forEach(plan::upload);
    plan.request("PUT", tag, merged.manifest().bytes().size());
    plan.request("HEAD", tag, 0);
    return merged.manifest();
  }

  private StoredLayers stored() throws IOException {
    return StoredLayers.look(repository, subject, settings, list, wanted);
  }

  private void upload(List<Encoded> missing, TagUpdater tag) throws IOException {
    Collection<Blob> blobs = blobs(missing);
    List<Parallel.Task> tasks = new ArrayList<>();
    long bytes = blobs.stream().mapToLong(blob -> blob.descriptor().size()).sum();
    if (blobs.size() < settings.maxParallel() && bytes <= SMALL) {
      tasks.add(tag::readEarly);
    }
    blobs.forEach(blob -> tasks.add(() -> repository.pushBlob(blob)));
    Parallel.run(settings.maxParallel(), tasks);
  }

  private static Collection<Blob> blobs(List<Encoded> encoded) {
    Map<Digest, Blob> blobs = new LinkedHashMap<>();
    encoded.forEach(each -> blobs.put(each.layer().descriptor().digest(), each.layer()));
    return blobs.values();
  }

  private Publication receipt(Encoded each, Descriptor entry, Edited edited, StoredLayers stored) {
    return new Publication(
        edited.manifest().descriptor(),
        entry,
        subject,
        settings.encoding().layout(),
        Publication.ListedBy.COSIGN_TAG,
        Publication.Evidence.SEEN,
        edited.added().contains(entry),
        edited.removed().stream()
            .filter(layer -> stored.isReplacedBy(layer, each))
            .map(Descriptor::digest)
            .toList(),
        List.of(),
        List.of());
  }
}
