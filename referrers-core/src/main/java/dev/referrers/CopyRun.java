package dev.referrers;

import static java.util.Objects.requireNonNull;

import dev.referrers.CopyReport.Fate;
import dev.referrers.CopyReport.Item;
import dev.referrers.CopyReport.Kind;
import dev.referrers.CopyReport.Listing;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.ResponseException;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.internal.copy.BlobSet;
import dev.referrers.internal.copy.BlobTransfer;
import dev.referrers.internal.copy.PushOrder;
import dev.referrers.internal.copy.TagPush;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.PushedManifest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Carries a plan out: blobs, manifests, lists, tags, each when all before it is done. */
final class CopyRun {

  private final Repository target;
  private final CopySettings settings;
  private final CopyPlan plan;
  private final BlobTransfer transfer;
  private final Map<Digest, Fate> fates = new ConcurrentHashMap<>();
  private final Map<Digest, Digest> promises = new ConcurrentHashMap<>();
  private final List<Listing> listings = Collections.synchronizedList(new ArrayList<>());
  private final List<String> tagged = new ArrayList<>();
  private final List<String> warnings;

  CopyRun(Repository source, Repository target, CopySettings settings, CopyPlan plan) {
    this.target = target;
    this.settings = settings;
    this.plan = plan;
    this.transfer = new BlobTransfer(source, target);
    this.warnings = new ArrayList<>(plan.warnings());
  }

  CopyReport run(List<String> tags) throws IOException {
    copyBlobs();
    for (List<Manifest> wave : PushOrder.waves(plan.missing())) {
      Parallel.run(settings.maxParallel(), wave.stream().map(this::pushing).toList());
    }
    list();
    tag(tags);
    List<Item> items = plan.items(blob -> requireNonNull(fates.get(blob)));
    return new CopyReport(plan.graph().root().told(), items, listings, tagged, warnings);
  }

  /** The largest first, so that no long one is left for the end. */
  private void copyBlobs() throws IOException {
    List<Parallel.Task> tasks = new ArrayList<>();
    plan.missingBlobs().stream()
        .sorted(Comparator.comparingLong(Descriptor::size).reversed())
        .forEach(blob -> tasks.add(() -> copy(blob)));
    Parallel.run(settings.maxParallel(), tasks);
  }

  private void copy(Descriptor blob) throws IOException {
    Fate fate = transfer.copy(blob) ? Fate.MOUNTED : Fate.COPIED;
    fates.put(blob.digest(), fate);
    settings.listener().copied(new Item(Kind.BLOB, fate, blob));
  }

  private Parallel.Task pushing(Manifest manifest) {
    return () -> {
      PushedManifest pushed = push(manifest);
      if (pushed.acknowledgedSubject() != null) {
        promises.put(manifest.digest(), pushed.acknowledgedSubject());
      }
      settings.listener().copied(plan.item(manifest));
    };
  }

  private PushedManifest push(Manifest manifest) throws IOException {
    try {
      return target.push(manifest);
    } catch (ResponseException | NotFoundException e) { // the second is what a layout says
      boolean blobIsMissing =
          !(e instanceof ResponseException answer) || answer.hasCode("MANIFEST_BLOB_UNKNOWN");
      if (!blobIsMissing || !(manifest instanceof ImageManifest image)) {
        throw e;
      }
      // collected since we looked, or never kept though another manifest has it
      var blobs = new BlobSet();
      blobs.add(image, false);
      for (Descriptor blob : blobs.blobs()) {
        transfer.copy(blob);
      }
      return target.push(manifest);
    }
  }

  private void list() throws IOException {
    List<Parallel.Task> tasks = new ArrayList<>();
    plan.unlisted().values().forEach(manifests -> tasks.add(() -> list(manifests)));
    Parallel.run(settings.maxParallel(), tasks);
  }

  /** Has manifests of one subject listed. */
  private void list(List<Manifest> manifests) throws IOException {
    Descriptor subject = requireNonNull(manifests.get(0).subject());
    boolean promised =
        manifests.stream().allMatch(each -> subject.digest().equals(promises.get(each.digest())));
    Publication receipt =
        new PublishCall(target, subject, settings.forLists()).list(manifests, promised).get(0);
    listings.add(
        new Listing(subject.digest(), receipt.listedBy(), receipt.evidence(), manifests.size()));
  }

  private void tag(List<String> tags) throws IOException {
    for (Map.Entry<String, Manifest> each : plan.cosignTags().entrySet()) {
      if (push(each.getKey(), each.getValue()).extend(plan.root().digest())) {
        tagged.add(each.getKey());
      } else if (!warnings.contains(CopyPlanner.kept(each.getKey()))) {
        warnings.add(CopyPlanner.kept(each.getKey()));
      }
    }
    boolean mayBeDone = plan.presence().has(plan.root().digest());
    for (String tag : tags) {
      TagPush push = push(tag, plan.root());
      if (!mayBeDone || !push.isDone()) {
        push.overwrite();
      }
      tagged.add(tag);
    }
  }

  private TagPush push(String tag, Manifest manifest) {
    return new TagPush(target, tag, manifest, settings.time());
  }
}
