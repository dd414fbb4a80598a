package dev.referrers;

import dev.referrers.Attached.Identical;
import dev.referrers.error.ReferrersTagConflictException;
import dev.referrers.error.UnconfirmedPublicationException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.internal.publish.Draft;
import dev.referrers.internal.publish.ManifestPush;
import dev.referrers.internal.publish.ManifestPush.Stored;
import dev.referrers.internal.publish.Uploads;
import dev.referrers.internal.tag.TagUpdater;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One call to a publisher: blobs, then manifests, then what lists them. */
final class PublishCall {

  /**
   * With no more than this, and no more manifests than are pushed side by side, the referrers tag
   * is read beside the uploads: what was read is still fresh when they end.
   */
  private static final long SMALL = 1 << 20;

  private static final String PLAIN =
      "The registry refused the manifest with an artifactType, so a plainer one was pushed:"
          + " the artifactType is the media type of its config";

  private final Repository repository;
  private final Descriptor subject;
  private final PublishSettings settings;
  private final Lister lister;

  PublishCall(Repository repository, Descriptor subject, PublishSettings settings) {
    this.repository = repository;
    this.subject = subject;
    this.settings = settings;
    this.lister = new Lister(repository, subject, settings);
  }

  List<Publication> publish(List<Draft> drafts) throws IOException {
    lister.requireApi();
    var attached = new Attached(repository, subject.digest(), settings);
    if (settings.policy() == PublishPolicy.SKIP_IDENTICAL) {
      return publishMissing(drafts, attached);
    }
    var replacement = new Replacement(repository, subject.digest());
    if (settings.policy() == PublishPolicy.REPLACE) {
      replacement.plan(drafts, attached);
    }
    return publish(drafts, replacement);
  }

  /**
   * Has manifests listed that are stored.
   *
   * @param promised whether the registry named the subject in its answer to each of them
   */
  List<Publication> list(List<Manifest> manifests, boolean promised) throws IOException {
    lister.requireApi();
    var listed = list(manifests, promised, null, Set.of());
    return manifests.stream().map(each -> receipt(each, listed)).toList();
  }

  private List<Publication> publishMissing(List<Draft> drafts, Attached attached)
      throws IOException {
    List<@Nullable Identical> identical = new ArrayList<>();
    List<Draft> missing = new ArrayList<>();
    for (Draft draft : drafts) {
      Identical found = attached.identicalTo(draft);
      identical.add(found);
      if (found == null) {
        missing.add(draft);
      }
    }
    settle(identical);
    var published =
        (missing.isEmpty()
                ? List.<Publication>of()
                : publish(missing, new Replacement(repository, subject.digest())))
            .iterator();
    List<Publication> receipts = new ArrayList<>();
    for (Identical found : identical) {
      receipts.add(found == null ? published.next() : receiptOf(found.referrer()));
    }
    return receipts;
  }

  /** A single look at the tag shows what a stale writer may be about to take away. */
  private void settle(List<@Nullable Identical> identical) throws IOException {
    List<Descriptor> entries = new ArrayList<>();
    List<Manifest> manifests = new ArrayList<>();
    for (Identical each : identical) {
      if (each != null && listedBy(each.referrer()) == Publication.ListedBy.REFERRERS_TAG) {
        entries.add(each.referrer().descriptor());
        manifests.add(each.manifest());
      }
    }
    if (entries.isEmpty()) {
      return;
    }
    Digest digest = subject.digest();
    try (var tag = TagUpdater.open(repository, digest, settings.settle(), settings.time())) {
      tag.list(entries, Set.of(), deadline());
      if (tag.hasWritten()) {
        restore(manifests);
      }
    } catch (ReferrersTagConflictException e) {
      throw e;
    } catch (IOException e) {
      throw unlisted(entries.stream().map(Descriptor::digest).toList(), e);
    }
  }

  /** Who took an entry away may have gone on to delete what is listed again by now. */
  private void restore(List<Manifest> manifests) throws IOException {
    for (Manifest manifest : manifests) {
      if (repository.find(manifest.digest().toString()) == null) {
        repository.push(manifest);
      }
    }
  }

  private List<Publication> publish(List<Draft> drafts, Replacement replacement)
      throws IOException {
    try (TagUpdater tag = lister.openTag()) {
      upload(drafts, tag);
      return pushAndList(drafts, replacement, tag);
    }
  }

  private void upload(List<Draft> drafts, @Nullable TagUpdater tag) throws IOException {
    var tasks = new ArrayList<>(Uploads.of(drafts, repository, deadline()));
    if (tag != null && lister.expectsTag()) {
      if (repository.capabilities().lacks(repository.location(), Feature.MOVABLE_TAGS)) {
        tag.readEarly();
      } else if (drafts.size() <= settings.maxParallel() && Uploads.bytes(drafts) <= SMALL) {
        tasks.add(1, tag::readEarly);
      }
    }
    Parallel.run(settings.maxParallel(), tasks);
  }

  /** What got pushed is listed, also when something else failed. */
  private List<Publication> pushAndList(
      List<Draft> drafts, Replacement replacement, @Nullable TagUpdater tag) throws IOException {
    var pushed = new AtomicReferenceArray<@Nullable Stored>(drafts.size());
    IOException failure = null;
    try {
      push(drafts, pushed);
    } catch (IOException e) {
      failure = e;
    }
    var stored =
        IntStream.range(0, drafts.size()).mapToObj(pushed::get).filter(Objects::nonNull).toList();
    if (failure == null) {
      var listed = list(stored, replacement.digests(), tag);
      replacement.carryOut(listed);
      return stored.stream().map(each -> receipt(each, listed, replacement)).toList();
    }
    try {
      if (!stored.isEmpty()) {
        list(stored, Set.of(), tag);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    throw failure;
  }

  private void push(List<Draft> drafts, AtomicReferenceArray<@Nullable Stored> pushed)
      throws IOException {
    var push = new ManifestPush(repository, settings.plainWhenRefused(), deadline());
    List<Parallel.Task> tasks = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      int place = i;
      tasks.add(() -> pushed.set(place, push.push(drafts.get(place))));
    }
    Parallel.run(settings.maxParallel(), tasks);
  }

  private Lister.Listed list(List<Stored> stored, Set<Digest> removals, @Nullable TagUpdater tag)
      throws IOException {
    List<Manifest> manifests = new ArrayList<>();
    stored.forEach(each -> manifests.add(each.draft().manifest()));
    boolean promised = stored.stream().allMatch(each -> each.isPromised(subject.digest()));
    return list(manifests, promised, tag, removals);
  }

  private Lister.Listed list(
      List<Manifest> manifests, boolean promised, @Nullable TagUpdater tag, Set<Digest> removals)
      throws IOException {
    try {
      return lister.list(manifests, promised, tag, removals);
    } catch (ReferrersTagConflictException | UnconfirmedPublicationException e) {
      throw e;
    } catch (IOException e) {
      throw unlisted(manifests.stream().map(Manifest::digest).toList(), e);
    }
  }

  private IOException unlisted(List<Digest> manifests, IOException cause) {
    var unlisted = new UnconfirmedPublicationException(subject.digest(), manifests, cause);
    if (!(cause instanceof InterruptedIOException)) {
      return unlisted;
    }
    var interrupted = new InterruptedIOException(unlisted.getMessage());
    interrupted.initCause(cause);
    return interrupted;
  }

  private Deadline deadline() {
    return Deadline.in(settings.timeout(), settings.time());
  }

  private Publication receipt(Stored stored, Lister.Listed listed, Replacement replacement) {
    List<String> warnings = new ArrayList<>(replacement.warnings(stored.draft()));
    if (stored.plain()) {
      warnings.add(0, PLAIN);
    }
    Descriptor manifest = stored.draft().manifest().asReferrer();
    return new Publication(
        manifest,
        manifest,
        subject,
        settings.encoding().layout(),
        listed.by(),
        listed.evidence(),
        true,
        replacement.replacedBy(stored.draft()),
        warnings,
        List.of());
  }

  private Publication receipt(Manifest manifest, Lister.Listed listed) {
    return receipt(manifest.asReferrer(), listed.by(), listed.evidence());
  }

  private Publication receiptOf(Referrer identical) {
    return receipt(identical.descriptor(), listedBy(identical), Publication.Evidence.SEEN);
  }

  private static Publication.ListedBy listedBy(Referrer identical) {
    return identical.origins().contains(Source.REFERRERS_API)
        ? Publication.ListedBy.REFERRERS_API
        : Publication.ListedBy.REFERRERS_TAG;
  }

  private Publication receipt(
      Descriptor manifest, Publication.ListedBy by, Publication.Evidence evidence) {
    return new Publication(
        manifest,
        manifest,
        subject,
        settings.encoding().layout(),
        by,
        evidence,
        false,
        List.of(),
        List.of(),
        List.of());
  }
}
