package dev.referrers;

import dev.referrers.TagEncoding.Encoded;
import dev.referrers.attestation.Attestation;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes attestations as layers of the manifests under a subject's tags. Registries overwrite a
 * tag without a look at what is there; updates don't get lost all the same, and what is guaranteed
 * against whom is as {@link ReferrerPublisher} has it for the referrers tag. What a tag holds
 * already stays as it is: layers, their annotations and order, and members of the manifest that
 * nobody here knows. A tag that holds something else, such as an index, is not touched.
 *
 * <p>A layer that is there with the same annotations is not added again, under any policy: what
 * failed can be published again as it is.
 *
 * <p>Immutable and thread-safe.
 */
public final class TagPublisher implements AttestationPublisher {

  /** What {@link Builder} has collected. */
  record Settings(
      TagEncoding encoding,
      PublishPolicy policy,
      Duration settle,
      Duration timeout,
      int maxParallel,
      Time time) {}

  private final Repository repository;
  private final Settings settings;

  private TagPublisher(Repository repository, Settings settings) {
    this.repository = repository;
    this.settings = settings;
  }

  /**
   * Starts a publisher that appends.
   *
   * @param repository where the tags are; the images they are about may be in another one
   */
  public static Builder into(Repository repository, TagEncoding encoding) {
    return new Builder(repository, encoding);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Each tag is updated once; several are updated side by side.
   *
   * @return receipts with {@link Publication.Evidence#SEEN}
   * @throws dev.referrers.error.MalformedContentException when a tag holds something that must not
   *     be overwritten
   * @throws dev.referrers.error.LimitExceededException when a tag would hold too many layers, or
   *     the manifest would be too large
   * @throws dev.referrers.error.ImmutableTagException when a tag may not be moved
   * @throws dev.referrers.error.TagConflictException when a layer is pushed but does not stay under
   *     its tag
   */
  @Override
  public List<Publication> publishAll(Descriptor subject, List<Attestation> attestations)
      throws IOException {
    List<Encoded> all = encode(subject, attestations);
    Map<Encoded, Publication> receipts = new LinkedHashMap<>();
    List<Parallel.Task> tasks = new ArrayList<>();
    for (List<Encoded> ofOneTag : byTag(all)) {
      var publication = new TagPublication(repository, subject, settings, ofOneTag);
      tasks.add(
          () -> {
            Map<Encoded, Publication> done = publication.publish();
            synchronized (receipts) {
              receipts.putAll(done);
            }
          });
    }
    Parallel.run(Math.max(1, tasks.size()), tasks);
    synchronized (receipts) {
      return all.stream().map(receipts::get).toList();
    }
  }

  @Override
  public void requireHoldable(Descriptor subject, List<Attestation> attestations) {
    encode(subject, attestations);
  }

  @Override
  public PublicationPlan plan(Descriptor subject, List<Attestation> attestations)
      throws IOException {
    var plan = new PlannedRequests(repository);
    List<Descriptor> manifests = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    for (List<Encoded> ofOneTag : byTag(encode(subject, attestations))) {
      var manifest = new TagPublication(repository, subject, settings, ofOneTag).plan(plan);
      if (manifest != null) {
        manifests.add(manifest.descriptor());
        tags.add(ofOneTag.get(0).tag());
      }
    }
    return plan.with(manifests, Publication.ListedBy.COSIGN_TAG, tags, false);
  }

  private List<Encoded> encode(Descriptor subject, List<Attestation> attestations) {
    return attestations.stream().map(each -> settings.encoding().encode(subject, each)).toList();
  }

  private static Iterable<List<Encoded>> byTag(List<Encoded> all) {
    Map<String, List<Encoded>> byTag = new LinkedHashMap<>();
    all.forEach(each -> byTag.computeIfAbsent(each.tag(), tag -> new ArrayList<>()).add(each));
    return byTag.values();
  }

  /** Settings of a publisher. Not thread-safe. */
  public static final class Builder {

    private final Repository repository;
    private final TagEncoding encoding;
    private PublishPolicy policy = PublishPolicy.APPEND;
    private Duration settle = PublishSettings.SETTLE;
    private Duration timeout = PublishSettings.TIMEOUT;
    private int maxParallel = PublishSettings.MAX_PARALLEL;
    private Time time = Time.SYSTEM;

    private Builder(Repository repository, TagEncoding encoding) {
      this.repository = repository;
      this.encoding = encoding;
    }

    /**
     * What happens to what the tag holds already. What is replaced is taken off with the same write
     * that adds, and what is added then comes first, as with cosign.
     */
    public Builder policy(PublishPolicy policy) {
      this.policy = policy;
      return this;
    }

    /**
     * Sets how long a layer has to stay under the tag before it counts; two seconds by default. See
     * {@link ReferrerPublisher.Builder#settle}.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Builder settle(Duration settle) {
      this.settle = PublishSettings.positive("Settle window", settle);
      return this;
    }

    /**
     * Sets how long the update of a tag may take, five minutes by default. Uploads end by the
     * deadline of the repository.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Builder timeout(Duration timeout) {
      this.timeout = PublishSettings.positive("Timeout", timeout);
      return this;
    }

    /**
     * Sets how many transfers one tag gets side by side, 8 by default.
     *
     * @throws IllegalArgumentException when it is below 1
     */
    public Builder maxParallel(int maxParallel) {
      this.maxParallel = PublishSettings.parallel(maxParallel);
      return this;
    }

    /** For tests, which don't want to wait. */
    Builder time(Time time) {
      this.time = time;
      return this;
    }

    public TagPublisher build() {
      return new TagPublisher(
          repository, new Settings(encoding, policy, settle, timeout, maxParallel, time));
    }
  }
}
