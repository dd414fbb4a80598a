package dev.referrers;

import dev.referrers.error.ReferrersUnsupportedException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.KeyedLocks;
import dev.referrers.internal.publish.ApiList;
import dev.referrers.internal.tag.TagUpdater;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.ReferrersAnswer;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Capabilities;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Decides what lists pushed manifests, and sees to it that they are listed there. */
final class Lister {

  private static final KeyedLocks DECISIONS = new KeyedLocks();

  /** For a proxy to find its registry again. */
  private static final Duration DOUBT = Duration.ofMillis(200);

  /**
   * What has become of it.
   *
   * @param removed entries that had to leave the list, and did with the same write
   */
  record Listed(Publication.ListedBy by, Publication.Evidence evidence, List<Digest> removed) {}

  private final Repository repository;
  private final Descriptor subject;
  private final PublishSettings settings;

  Lister(Repository repository, Descriptor subject, PublishSettings settings) {
    this.repository = repository;
    this.subject = subject;
    this.settings = settings;
  }

  /** Whether it is known that the tag will be written. */
  boolean expectsTag() {
    return settings.mode() == ReferrersMode.TAG_ONLY
        || (settings.mode() == ReferrersMode.AUTOMATIC && knowsNoApi());
  }

  /** Enters the queue of the tag when that may be written; null when it will not be. */
  @Nullable TagUpdater openTag() {
    boolean needless =
        settings.mode() == ReferrersMode.API_ONLY
            || (settings.mode() == ReferrersMode.AUTOMATIC && supports(Feature.REFERRERS_API));
    return needless ? null : newTagUpdater();
  }

  /** What will list them, as far as is known. */
  Publication.@Nullable ListedBy expected() {
    if (expectsTag()) {
      return Publication.ListedBy.REFERRERS_TAG;
    }
    boolean api = settings.mode() == ReferrersMode.API_ONLY || supports(Feature.REFERRERS_API);
    return api ? Publication.ListedBy.REFERRERS_API : null;
  }

  /**
   * Whether a promise of the registry is taken for the fact. Not for the first of a repository, nor
   * before others are removed; and manifests that are pushed side by side may be lost after their
   * 201 (olareg 0.2.2).
   */
  boolean isEnough(boolean promised, int manifests, Set<Digest> removals) {
    return promised
        && manifests == 1
        && removals.isEmpty()
        && !settings.confirm()
        && supports(Feature.REFERRERS_API)
        && supports(Feature.OCI_SUBJECT);
  }

  /** In the mode that demands the API, asks for it before anything is written. */
  void requireApi() throws IOException {
    if (settings.mode() != ReferrersMode.API_ONLY || supports(Feature.REFERRERS_API)) {
      return;
    }
    if (knowsNoApi()) {
      throw new ReferrersUnsupportedException(repository.location(), evidence());
    }
    if (repository.referrers(subject.digest(), null, null) instanceof ReferrersAnswer.NoApi none) {
      if (none.lasting()) { // else the repository is still to be made by the push
        throw new ReferrersUnsupportedException(repository.location(), none.evidence());
      }
    } else {
      learn(Feature.REFERRERS_API, true, "GET referrers: an image index");
    }
  }

  /**
   * Lists manifests that are pushed, within the time that is set for it.
   *
   * @param promised whether the registry named the subject in its answer to each of them
   * @param tag from {@link #openTag}
   * @param removals entries to take off the list with the same write, where it is the tag's
   */
  Listed list(
      List<Manifest> manifests, boolean promised, @Nullable TagUpdater tag, Set<Digest> removals)
      throws IOException {
    Deadline deadline = Deadline.in(settings.timeout(), settings.time());
    if (!expectsTag()) {
      Publication.Evidence evidence =
          isEnough(promised, manifests.size(), removals)
              ? Publication.Evidence.PROMISED
              : byApi(manifests, promised, removals, deadline);
      if (evidence != null) {
        return new Listed(Publication.ListedBy.REFERRERS_API, evidence, List.of());
      }
    }
    if (tag != null) {
      return byTag(manifests, tag, removals, deadline);
    }
    try (TagUpdater late = newTagUpdater()) {
      return byTag(manifests, late, removals, deadline);
    }
  }

  private Listed byTag(
      List<Manifest> manifests, TagUpdater tag, Set<Digest> removals, Deadline deadline)
      throws IOException {
    var entries = manifests.stream().map(Manifest::asReferrer).toList();
    List<Digest> removed = tag.list(entries, removals, deadline);
    return new Listed(Publication.ListedBy.REFERRERS_TAG, Publication.Evidence.SEEN, removed);
  }

  /** The evidence that the API lists them; null when there is no API. */
  private Publication.@Nullable Evidence byApi(
      List<Manifest> manifests, boolean promised, Set<Digest> removals, Deadline deadline)
      throws IOException {
    if (supports(Feature.REFERRERS_API) && knows(Feature.OCI_SUBJECT)) {
      return look(manifests, promised, deadline);
    }
    var evidence = new AtomicReference<Publication.@Nullable Evidence>();
    DECISIONS.run(
        repository.location(),
        deadline,
        "First look-up in the referrers API",
        () -> evidence.set(decide(manifests, promised, removals, deadline)));
    return evidence.get();
  }

  /** The first to come looks, and the others go by what that showed. */
  private Publication.@Nullable Evidence decide(
      List<Manifest> manifests, boolean promised, Set<Digest> removals, Deadline deadline)
      throws IOException {
    if (knowsNoApi()) {
      requireTagAllowed();
      return null;
    }
    return isEnough(promised, manifests.size(), removals)
        ? Publication.Evidence.PROMISED
        : look(manifests, promised, deadline);
  }

  /** OCI-Subject alone may mislead (ECR, sigstore-js#1183), and its absence too (Quay). */
  private Publication.@Nullable Evidence look(
      List<Manifest> manifests, boolean promised, Deadline deadline) throws IOException {
    Repository bounded = repository.within(settings.timeout());
    ReferrersAnswer.NoApi none = lookUp(bounded, manifests, deadline);
    if (none != null && promised) { // one of the two misleads: is it more than an odd answer?
      deadline.sleep(DOUBT.toNanos(), "Look-up of referrers of " + subject.digest(), null);
      none = lookUp(bounded, manifests, deadline);
    }
    if (none != null) {
      if (supports(Feature.REFERRERS_API)) { // it lists the others: a tag beside it is not read
        throw new ReferrersUnsupportedException(repository.location(), none.evidence());
      }
      learnNoApi(none);
      requireTagAllowed();
      return null;
    }
    learn(Feature.REFERRERS_API, true, "GET referrers: an image index");
    learnPromise(promised);
    return Publication.Evidence.SEEN;
  }

  private ReferrersAnswer.@Nullable NoApi lookUp(
      Repository bounded, List<Manifest> manifests, Deadline deadline) throws IOException {
    return new ApiList(bounded, subject.digest(), manifests, deadline).await();
  }

  /** A single answer without the header may be one that was lost, and looked up instead. */
  private void learnPromise(boolean promised) {
    if (promised || !supports(Feature.OCI_SUBJECT)) {
      learn(Feature.OCI_SUBJECT, promised, "PUT manifest, then seen in GET referrers");
    }
  }

  private void learnNoApi(ReferrersAnswer.NoApi none) {
    if (none.lasting()) {
      learn(Feature.REFERRERS_API, false, none.evidence());
    }
    if (settings.mode() == ReferrersMode.AUTOMATIC) {
      repository.listener().fallbackChosen(repository.location(), none.evidence());
    }
  }

  private void requireTagAllowed() throws ReferrersUnsupportedException {
    if (settings.mode() == ReferrersMode.API_ONLY) {
      throw new ReferrersUnsupportedException(repository.location(), evidence());
    }
  }

  private String evidence() {
    Capabilities.Fact fact =
        repository.capabilities().fact(repository.location(), Feature.REFERRERS_API);
    return fact == null ? "that it is not known" : fact.evidence();
  }

  private boolean supports(Feature feature) {
    return repository.capabilities().supports(repository.location(), feature);
  }

  private boolean knows(Feature feature) {
    return repository.capabilities().fact(repository.location(), feature) != null;
  }

  private boolean knowsNoApi() {
    return repository.capabilities().lacks(repository.location(), Feature.REFERRERS_API);
  }

  private void learn(Feature feature, boolean supported, String evidence) {
    repository.capabilities().learn(repository.location(), feature, supported, evidence);
  }

  private TagUpdater newTagUpdater() {
    return TagUpdater.open(repository, subject.digest(), settings.settle(), settings.time());
  }
}
