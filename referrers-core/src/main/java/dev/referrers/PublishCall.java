package dev.referrers;

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
import dev.referrers.repository.Repository;
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

  /** Up to here the referrers tag is read beside the uploads: it is still fresh when they end. */
  private static final long SMALL = 1 << 20;

  private static final String PLAIN =
      "The registry refused the manifest with an artifactType, so a plainer one was pushed:"
          + " the artifactType is the media type of its config";

  private final Repository repository;
  private final Descriptor subject;
  private final PublishSettings settings;
  private final Deadline deadline;
  private final Lister lister;

  PublishCall(
      Repository repository, Descriptor subject, PublishSettings settings, Deadline deadline) {
    this.repository = repository;
    this.subject = subject;
    this.settings = settings;
    this.deadline = deadline;
    this.lister = new Lister(repository, subject, settings, deadline);
  }

  List<Publication> publish(List<Draft> drafts) throws IOException {
    lister.requireApi();
    try (TagUpdater tag = lister.openTag()) {
      upload(drafts, tag);
      return pushAndList(drafts, tag);
    }
  }

  List<Publication> relist(List<Manifest> manifests) throws IOException {
    lister.requireApi();
    var listed = lister.list(manifests, false, null, Set.of());
    return manifests.stream().map(each -> receipt(each, listed, List.of())).toList();
  }

  private void upload(List<Draft> drafts, @Nullable TagUpdater tag) throws IOException {
    var tasks = new ArrayList<>(Uploads.of(drafts, repository, deadline));
    if (tag != null && lister.expectsTag() && Uploads.bytes(drafts) <= SMALL) {
      tasks.add(1, tag::readEarly);
    }
    Parallel.run(settings.maxParallel(), tasks);
  }

  /** What got pushed is listed, also when something else failed. */
  private List<Publication> pushAndList(List<Draft> drafts, @Nullable TagUpdater tag)
      throws IOException {
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
      return list(stored, tag);
    }
    if (!stored.isEmpty()) {
      try {
        list(stored, tag);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  private void push(List<Draft> drafts, AtomicReferenceArray<@Nullable Stored> pushed)
      throws IOException {
    var push = new ManifestPush(repository, settings.plainWhenRefused(), deadline);
    List<Parallel.Task> tasks = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      int place = i;
      tasks.add(() -> pushed.set(place, push.push(drafts.get(place))));
    }
    Parallel.run(settings.maxParallel(), tasks);
  }

  private List<Publication> list(List<Stored> stored, @Nullable TagUpdater tag) throws IOException {
    List<Manifest> manifests = new ArrayList<>();
    stored.forEach(each -> manifests.add(each.draft().manifest()));
    boolean promised = stored.stream().allMatch(each -> each.isPromised(subject.digest()));
    try {
      var listed = lister.list(manifests, promised, tag, Set.of());
      return stored.stream()
          .map(each -> receipt(each.draft().manifest(), listed, warnings(each)))
          .toList();
    } catch (ReferrersTagConflictException | UnconfirmedPublicationException e) {
      throw e;
    } catch (IOException e) {
      throw unlisted(manifests, e);
    }
  }

  private IOException unlisted(List<Manifest> manifests, IOException cause) {
    var digests = manifests.stream().map(Manifest::digest).toList();
    var unlisted = new UnconfirmedPublicationException(subject.digest(), digests, cause);
    if (!(cause instanceof InterruptedIOException)) {
      return unlisted;
    }
    var interrupted = new InterruptedIOException(unlisted.getMessage());
    interrupted.initCause(cause);
    return interrupted;
  }

  private Publication receipt(Manifest manifest, Lister.Listed listed, List<String> warnings) {
    return new Publication(
        manifest.asReferrer(),
        subject,
        "referrer",
        listed.by(),
        listed.evidence(),
        true,
        listed.removed(),
        warnings);
  }

  private static List<String> warnings(Stored stored) {
    return stored.plain() ? List.of(PLAIN) : List.of();
  }
}
