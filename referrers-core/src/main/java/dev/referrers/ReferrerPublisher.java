package dev.referrers;

import static java.util.Objects.requireNonNull;

import dev.referrers.attestation.Attestation;
import dev.referrers.error.NotFoundException;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.internal.publish.Draft;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes artefacts as OCI 1.1 referrers, as oras does: a manifest with the artefact's type, its
 * files as layers, and the image as subject. Other layouts that are referrers come in as
 * {@linkplain Builder#encoding encodings}.
 *
 * <p>The registry lists them by its referrers API. Where it has none, they are listed under the
 * subject's referrers tag, which registries overwrite without a look at what is there. Updates
 * don't get lost there all the same: those of one process are brought together, whichever objects
 * they come through, and across processes a publication is acknowledged once its entry has stayed
 * in the list for the {@linkplain Builder#settle settle time}. What is guaranteed against whom:
 *
 * <ul>
 *   <li>Against all who write with this library and the same settle time: what was acknowledged
 *       stays, as long as the registry makes no write later than half the settle time after it was
 *       given up.
 *   <li>Where the registry is known to check {@code If-Match}: what was acknowledged stays, against
 *       all who send it.
 *   <li>Against others (oras, cosign, regctl): what they overwrite while a publication waits is
 *       noticed and brought back; what they overwrite later, on something that they read before, is
 *       lost.
 * </ul>
 *
 * <p>Immutable and thread-safe.
 */
public final class ReferrerPublisher implements AttestationPublisher {

  private final Repository repository;
  private final PublishSettings settings;

  private ReferrerPublisher(Repository repository, PublishSettings settings) {
    this.repository = repository;
    this.settings = settings;
  }

  /** Starts a publisher in automatic mode that appends. */
  public static Builder into(Repository repository) {
    return new Builder(repository);
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.referrers.error.LimitExceededException when a manifest is too large; nothing is
   *     written
   * @throws dev.referrers.error.ReferrersUnsupportedException in {@link ReferrersMode#API_ONLY},
   *     when the repository has no referrers API; nothing is written
   * @throws dev.referrers.error.ImmutableTagException when the referrers tag is needed and may not
   *     be moved
   * @throws dev.referrers.error.UnconfirmedPublicationException when a manifest is pushed but not
   *     seen listed
   * @throws dev.referrers.error.ReferrersTagConflictException when a manifest is pushed but its
   *     entry does not stay under the referrers tag
   */
  @Override
  public List<Publication> publishAll(Descriptor subject, List<Attestation> attestations)
      throws IOException {
    List<Draft> drafts = drafts(subject, attestations);
    return drafts.isEmpty()
        ? List.of()
        : new PublishCall(repository, subject, settings).publish(drafts);
  }

  /**
   * Sees to it that manifests are listed which are stored already: the remedy after a {@link
   * dev.referrers.error.ReferrersTagConflictException} or {@link
   * dev.referrers.error.UnconfirmedPublicationException}, which name them.
   *
   * @return one receipt for each, in their order
   * @throws IllegalArgumentException when one of them has no subject, or another one than the first
   * @throws dev.referrers.error.NotFoundException when one of them is not stored
   */
  public List<Publication> relist(List<Digest> manifests) throws IOException {
    if (manifests.isEmpty()) {
      return List.of();
    }
    List<Manifest> stored = new ArrayList<>();
    for (Digest manifest : manifests) {
      stored.add(fetch(manifest));
    }
    return new PublishCall(repository, subject(stored), settings).list(stored, false);
  }

  /**
   * Puts the list under the subject's referrers tag right by the manifests themselves: adds those
   * that are known, removes entries whose manifest is gone, and corrects what entries say. Entries
   * about something else stay: the tag may be an image's, or shared by digests that it cuts. Where
   * the API lists referrers, nothing is done.
   *
   * @param known stored manifests that may be missing in the list
   * @throws IllegalArgumentException when one of them has no subject, or another one
   * @throws dev.referrers.error.NotFoundException when one of them is not stored
   * @throws dev.referrers.error.ReferrersTagConflictException when the list does not stay so
   */
  public ReferrersRepair repair(Digest subject, List<Digest> known) throws IOException {
    List<Manifest> stored = new ArrayList<>();
    for (Digest manifest : known) {
      Manifest found = fetch(manifest);
      if (found.subject() == null || !found.subject().digest().equals(subject)) {
        throw new IllegalArgumentException(
            "Manifest %s needs the subject %s but has %s"
                .formatted(manifest, subject, found.subject()));
      }
      stored.add(found);
    }
    return new TagRepair(repository, subject, settings).run(stored);
  }

  @Override
  public PublicationPlan plan(Descriptor subject, List<Attestation> attestations)
      throws IOException {
    return new Planner(repository, subject, settings).plan(drafts(subject, attestations));
  }

  @Override
  public void requireHoldable(Descriptor subject, List<Attestation> attestations) {
    encode(subject, attestations);
  }

  private Manifest fetch(Digest digest) throws IOException {
    FetchedManifest found = repository.fetch(digest.toString());
    if (found == null) {
      throw new NotFoundException("Manifest " + digest, repository.location());
    }
    return found.manifest();
  }

  private static Descriptor subject(List<Manifest> manifests) {
    Descriptor subject = manifests.get(0).subject();
    for (Manifest manifest : manifests) {
      if (subject == null || !subject.equals(manifest.subject())) {
        throw new IllegalArgumentException(
            "Manifest %s needs the subject %s but has %s"
                .formatted(manifest.digest(), subject, manifest.subject()));
      }
    }
    return requireNonNull(subject);
  }

  private List<Draft> drafts(Descriptor subject, List<Attestation> attestations)
      throws IOException {
    var drafts = encode(subject, attestations);
    for (Draft draft : drafts) {
      draft.requireSize(repository.limits());
    }
    return drafts;
  }

  private List<Draft> encode(Descriptor subject, List<Attestation> attestations) {
    if (!subject.digest().verifiable()) {
      throw new IllegalArgumentException(
          "Subject needs a sha256 or sha512 digest but has " + subject.digest());
    }
    var now = settings.clock().instant();
    return attestations.stream().map(each -> draft(subject, each, now)).toList();
  }

  private Draft draft(Descriptor subject, Attestation attestation, Instant now) {
    var encoded = settings.encoding().encode(subject, attestation, now);
    var likeness = encoded.likeness();
    return new Draft(encoded.manifest(), encoded.files(), likeness.kind(), likeness.content());
  }

  /** Settings of a publisher. Not thread-safe. */
  public static final class Builder {

    private final Repository repository;
    private ReferrerEncoding encoding = new PlainEncoding();
    private ReferrersMode mode = ReferrersMode.AUTOMATIC;
    private PublishPolicy policy = PublishPolicy.APPEND;
    private boolean confirm;
    private boolean plainWhenRefused;
    private Duration settle = PublishSettings.SETTLE;
    private Duration timeout = PublishSettings.TIMEOUT;
    private int maxParallel = PublishSettings.MAX_PARALLEL;
    private InstantSource clock = InstantSource.system();
    private Time time = Time.SYSTEM;

    private Builder(Repository repository) {
      this.repository = repository;
    }

    /** How attestations are stored; as artefacts in the manner of oras if not said otherwise. */
    public Builder encoding(ReferrerEncoding encoding) {
      this.encoding = encoding;
      return this;
    }

    public Builder mode(ReferrersMode mode) {
      this.mode = mode;
      return this;
    }

    public Builder policy(PublishPolicy policy) {
      this.policy = policy;
      return this;
    }

    /**
     * Whether every publication is looked up in the list, even when the registry has promised to
     * list it. Off by default: then the first publication to a repository is looked up.
     */
    public Builder confirm(boolean confirm) {
      this.confirm = confirm;
      return this;
    }

    /**
     * Tries a plainer manifest when the registry has refused the usual one: without artifactType,
     * which stands as media type of the config instead. The receipt warns of it.
     */
    public Builder plainManifestWhenRefused() {
      this.plainWhenRefused = true;
      return this;
    }

    /**
     * Sets how long an entry has to stay under the referrers tag before it counts as listed; two
     * seconds by default. A write is sent within a quarter of it after its read and given up after
     * half, so take more where the registry is slower than that. All who write to one subject need
     * the same.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Builder settle(Duration settle) {
      this.settle = PublishSettings.positive("Settle window", settle);
      return this;
    }

    /**
     * Sets how long it may take to list what is pushed, five minutes by default. Uploads end by the
     * deadline of the repository.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Builder timeout(Duration timeout) {
      this.timeout = PublishSettings.positive("Timeout", timeout);
      return this;
    }

    /**
     * Sets how many uploads one call makes side by side, 8 by default.
     *
     * @throws IllegalArgumentException when it is below 1
     */
    public Builder maxParallel(int maxParallel) {
      this.maxParallel = PublishSettings.parallel(maxParallel);
      return this;
    }

    /**
     * Sets where {@code org.opencontainers.image.created} comes from; the system's clock if not.
     */
    public Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    /** For tests, which don't want to wait. */
    Builder time(Time time) {
      this.time = time;
      return this;
    }

    public ReferrerPublisher build() {
      var settings =
          new PublishSettings(
              encoding,
              mode,
              policy,
              confirm,
              plainWhenRefused,
              settle,
              timeout,
              maxParallel,
              clock,
              time);
      return new ReferrerPublisher(repository, settings);
    }
  }
}
