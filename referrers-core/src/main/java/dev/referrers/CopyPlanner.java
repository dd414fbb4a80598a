package dev.referrers;

import static java.util.Objects.requireNonNull;

import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.internal.copy.BlobSet;
import dev.referrers.internal.copy.BlobTransfer;
import dev.referrers.internal.copy.TagPush;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.manifest.OtherManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;

/** Finds out what is to be copied. Writes nothing. */
final class CopyPlanner {

  private final Repository source;
  private final Repository target;
  private final CopySettings settings;

  CopyPlanner(Repository source, Repository target, CopySettings settings) {
    this.source = source;
    this.target = target;
    this.settings = settings;
  }

  CopyPlan plan(String tagOrDigest) throws IOException {
    Walk.Graph graph = Walk.whole(source, settings.query()).from(tagOrDigest);
    for (Node node : graph.nodes()) {
      requireCopyable(node);
    }
    var presence = Presence.of(target, graph.root().to(), settings);
    var blobs = new BlobSet();
    for (Node node : graph.nodes()) {
      if (node.manifest() instanceof ImageManifest image) {
        blobs.add(image, presence.has(node.digest()));
      }
    }
    List<String> warnings = new ArrayList<>(graph.notes());
    var plan = new CopyPlan(graph, presence, blobs, warnings);
    requireRoom(plan.missing());
    var kept = new ConcurrentSkipListSet<String>();
    Parallel.run(settings.maxParallel(), looks(plan, kept));
    kept.forEach(tag -> warnings.add(kept(tag)));
    return new CopyPlan(graph, presence, blobs, List.copyOf(warnings));
  }

  /** Why a cosign tag at the target is not what it is at the source. */
  static String kept(String tag) {
    return "Cosign tag " + tag + " of the target holds what the source's lacks, so it stays";
  }

  /** Looks for what is large, and under the cosign tags. */
  private List<Parallel.Task> looks(CopyPlan plan, ConcurrentSkipListSet<String> kept) {
    List<Parallel.Task> looks = new ArrayList<>();
    var transfer = new BlobTransfer(source, target);
    for (Descriptor blob : plan.missingBlobs()) {
      if (transfer.isWorthALook(blob)) {
        looks.add(
            () -> {
              if (target.hasBlob(blob.digest())) {
                plan.blobs().isPresent(blob.digest());
              }
            });
      }
    }
    for (Map.Entry<String, Manifest> each : plan.cosignTags().entrySet()) {
      var push = new TagPush(target, each.getKey(), each.getValue(), settings.time());
      looks.add(
          () -> {
            if (push.wouldLose()) {
              kept.add(each.getKey());
            }
          });
    }
    return looks;
  }

  private static void requireCopyable(Node node) throws MalformedContentException {
    Manifest manifest = requireNonNull(node.manifest());
    if (manifest instanceof OtherManifest) {
      throw refused(node, "expected a type whose blobs are known but was " + manifest.mediaType());
    }
    if (!manifest.digest().equals(node.digest())) {
      throw refused(node, "expected a sha256 digest, which manifests are pushed by");
    }
  }

  /** An index that was read by its tag may be larger than what is pushed by digest. */
  private void requireRoom(List<Manifest> missing) throws LimitExceededException {
    long most = target.limits().manifestBytes();
    for (Manifest each : missing) {
      if (each.bytes().size() > most) {
        throw new LimitExceededException(
            "Manifest " + each.digest(), most, "bytes", "Limits.manifestBytes");
      }
    }
  }

  private static MalformedContentException refused(Node node, String problem) {
    return new MalformedContentException("Manifest " + node.digest(), problem, null, null);
  }
}
