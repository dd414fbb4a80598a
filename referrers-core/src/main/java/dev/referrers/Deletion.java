package dev.referrers;

import dev.referrers.internal.concurrent.Time;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;

/**
 * Deletes manifests and keeps the referrers lists right: what is deleted leaves the referrers tag
 * of its subject, where the registry has no API that does so by itself. What the registry refuses
 * to delete is told in the report. Blobs, and manifests that lose their last tag, are left to the
 * registry's garbage collection.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#deleting-manifests">
 *     distribution-spec, Deleting Manifests</a>
 */
public final class Deletion {

  private final Repository repository;
  private final boolean cosignTags;
  private final Duration settle;
  private final Time time;

  private Deletion(Repository repository, boolean cosignTags, Duration settle, Time time) {
    this.repository = repository;
    this.cosignTags = cosignTags;
    this.settle = settle;
    this.time = time;
  }

  public static Deletion in(Repository repository) {
    return new Deletion(repository, false, Duration.ofSeconds(2), Time.SYSTEM);
  }

  /**
   * The same, which with a subject also deletes what cosign keeps of it under the tags {@code
   * sha256-….sig}, {@code .att} and {@code .sbom}, at the cost of three requests for each manifest.
   */
  public Deletion withCosignTags() {
    return new Deletion(repository, true, settle, time);
  }

  /**
   * The same with another settle time; see {@link ReferrerPublisher.Builder#settle}.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  public Deletion withSettle(Duration settle) {
    return new Deletion(
        repository, cosignTags, PublishSettings.positive("Settle window", settle), time);
  }

  /** For tests, which don't want to wait. */
  Deletion withTime(Time time) {
    return new Deletion(repository, cosignTags, settle, time);
  }

  /**
   * Deletes a manifest, and takes it off its subject's list. What refers to it stays. When this is
   * broken off, the list may still have an entry that points to nothing: readers pass over it, and
   * {@link ReferrerPublisher#repair} removes it.
   *
   * @throws dev.referrers.error.NotFoundException when it is not there
   */
  public DeletionReport delete(Digest manifest) throws IOException {
    Manifest found = repository.require(manifest.toString()).manifest();
    var run = new DeletionRun(repository, settle, time);
    run.delete(DeletionTree.Part.of(manifest, found));
    return run.end();
  }

  /** Deletes a tag if it is there, and leaves what it points to. */
  public DeletionReport deleteTag(String tag) throws IOException {
    var run = new DeletionRun(repository, settle, time);
    run.deleteTag(tag);
    return run.end();
  }

  /**
   * Deletes a manifest and all that refers to it, directly or not, what refers before what it
   * refers to. A manifest whose referrers can't all be deleted is kept, so that they stay to be
   * found. What an index holds stays, for other indexes may hold it too. What was broken off is
   * finished by doing it again.
   *
   * @param subject need not be there; then what refers to it is deleted
   * @throws dev.referrers.error.UndeterminedException when referrers can't be found out; nothing is
   *     deleted then
   * @throws dev.referrers.error.LimitExceededException past 10,000 manifests; nothing is deleted
   *     then
   */
  public DeletionReport deleteWithReferrers(Digest subject) throws IOException {
    var run = new DeletionRun(repository, settle, time);
    run.delete(tree(subject), any -> true);
    return run.end();
  }

  /** Finds out what {@link #deleteWithReferrers} would delete, and deletes nothing. */
  public DeletionReport planWithReferrers(Digest subject) throws IOException {
    return tree(subject).plan();
  }

  private DeletionTree tree(Digest subject) throws IOException {
    return new DeletionSearch(repository, ReferrersQuery.ALL, cosignTags, subject).run();
  }
}
