package dev.referrers;

import dev.referrers.internal.concurrent.Time;
import dev.referrers.oci.Tag;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Copies images, and all that refers to them, from one repository to another: manifests byte by
 * byte, everything once, nothing that is there already.
 *
 * <p>Nothing is stored before what it points to: blobs before their manifest, children before their
 * index, a subject before its referrers, and the tags last. So who goes by tag never sees an image
 * without its signatures. A copy that was broken off leaves nothing half, and doing it again goes
 * on where it ended. Where the target has no referrers API, the referrers tags there are updated
 * with all the care of a {@link ReferrerPublisher}; those of the source are not copied.
 *
 * <p>Immutable and thread-safe.
 */
public final class Copy {

  /** Where clients keep referrers lists; who copies such a tag as it is loses the entries there. */
  private static final Pattern REFERRERS_TAG = Pattern.compile("sha(256|512)-[0-9a-f]{64}");

  private final Repository source;
  private final Repository target;
  private final CopySettings settings;

  private Copy(Repository source, Repository target, CopySettings settings) {
    this.source = source;
    this.target = target;
    this.settings = settings;
  }

  /** Starts a copy that takes all referrers along. */
  public static Builder between(Repository source, Repository target) {
    return new Builder(source, target);
  }

  /**
   * Copies.
   *
   * @param tagOrDigest the image, at the source
   * @param tags those it gets at the target, moved there if need be; none leaves it to its digest
   * @throws IllegalArgumentException when a tag is none, or is the referrers tag of some digest
   * @throws dev.referrers.error.NotFoundException when something is not at the source
   * @throws dev.referrers.error.UndeterminedException when referrers can't be found out; nothing is
   *     written then
   * @throws dev.referrers.error.LimitExceededException past a limit of the query; nothing is
   *     written then
   * @throws dev.referrers.error.MalformedContentException when there is a manifest of a type whose
   *     blobs are not known, or one that has no sha256 digest; nothing is written then
   * @throws IOException when anything else fails; the tags are as they were
   */
  public CopyReport copy(String tagOrDigest, String... tags) throws IOException {
    List<String> checked = checked(tags);
    CopyPlan plan = new CopyPlanner(source, target, settings).plan(tagOrDigest);
    settings.listener().planned(plan.report(checked));
    return new CopyRun(source, target, settings, plan).run(checked);
  }

  /** Reads everything that {@link #copy} would read before it writes, and writes nothing. */
  public CopyReport plan(String tagOrDigest, String... tags) throws IOException {
    List<String> checked = checked(tags);
    return new CopyPlanner(source, target, settings).plan(tagOrDigest).report(checked);
  }

  private static List<String> checked(String... tags) {
    for (String tag : tags) {
      if (REFERRERS_TAG.matcher(Tag.parse(tag).value()).matches()) {
        throw new IllegalArgumentException(
            "Copy needs a tag that is no referrers tag but has " + tag);
      }
    }
    return List.of(tags);
  }

  /** Settings of a copy. Not thread-safe. */
  public static final class Builder {

    private final Repository source;
    private final Repository target;
    private TreeQuery query = TreeQuery.REFERRERS;
    private ReferrersMode mode = ReferrersMode.AUTOMATIC;
    private Duration settle = Duration.ofSeconds(2);
    private int maxParallel = 16;
    private CopyListener listener = CopyListener.NONE;
    private Time time = Time.SYSTEM;

    private Builder(Repository source, Repository target) {
      this.source = source;
      this.target = target;
    }

    /** What is taken along; {@link TreeQuery#REFERRERS} unless set. */
    public Builder query(TreeQuery query) {
      this.query = query;
      return this;
    }

    /** What lists referrers at the target. */
    public Builder mode(ReferrersMode mode) {
      this.mode = mode;
      return this;
    }

    /**
     * See {@link ReferrerPublisher.Builder#settle}.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Builder settle(Duration settle) {
      if (settle.isNegative() || settle.isZero()) {
        throw new IllegalArgumentException("Settle window needs to be positive but is " + settle);
      }
      this.settle = settle;
      return this;
    }

    /**
     * Sets how much is done side by side, 16 by default.
     *
     * @throws IllegalArgumentException when it is below 1
     */
    public Builder maxParallel(int maxParallel) {
      if (maxParallel < 1) {
        throw new IllegalArgumentException("Transfers side by side need to be 1 or more");
      }
      this.maxParallel = maxParallel;
      return this;
    }

    public Builder listener(CopyListener listener) {
      this.listener = listener;
      return this;
    }

    /** For tests, which don't want to wait. */
    Builder time(Time time) {
      this.time = time;
      return this;
    }

    public Copy build() {
      return new Copy(
          source, target, new CopySettings(query, mode, settle, maxParallel, listener, time));
    }
  }
}
