package dev.referrers;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which referrers to look for, and where.
 *
 * @param artifactType media type to keep, compared exactly; null keeps all. The registry is asked
 *     to filter, and the answer is filtered again here.
 * @param artifactTypePrefix what the artifactType has to begin with; filtered here only
 * @param annotations what a referrer's manifest must carry
 * @param newestFirst whether to sort by {@code org.opencontainers.image.created}, those without it
 *     last; reads the whole list before the first is handed out
 * @param sources where to look; the tag only where there is no referrers API, unless {@code union}
 * @param union whether to ask every source even when the first one answered. A registry that gained
 *     the API may still hold a referrers tag that it does not read.
 * @param checked whether to take nothing on trust that a list says: no filter is sent, every
 *     manifest is fetched, its own type and annotations count, and it must name the subject. Costs
 *     a request each. Ask so, and look at each manifest, when an attestation that is hidden behind
 *     a wrong type would matter.
 */
public record ReferrersQuery(
    @Nullable String artifactType,
    String artifactTypePrefix,
    Annotations annotations,
    boolean newestFirst,
    Set<Source> sources,
    boolean union,
    boolean checked) {

  private static final Set<Source> REFERRERS =
      EnumSet.of(Source.REFERRERS_API, Source.REFERRERS_TAG);

  /** Every referrer, by the referrers API, or by the tag where there is no API. */
  public static final ReferrersQuery ALL =
      new ReferrersQuery(null, "", Annotations.NONE, false, REFERRERS, false, false);

  /**
   * @throws IllegalArgumentException when there is no source, or one that lists no referrers
   */
  public ReferrersQuery {
    sources = Set.copyOf(sources);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("ReferrersQuery needs a source but has none");
    }
    if (!REFERRERS.containsAll(sources)) {
      throw new IllegalArgumentException(
          "ReferrersQuery needs sources among " + REFERRERS + " but has " + sources);
    }
  }

  public ReferrersQuery withArtifactType(@Nullable String artifactType) {
    return new ReferrersQuery(
        artifactType, artifactTypePrefix, annotations, newestFirst, sources, union, checked);
  }

  /** Keeps only artifactTypes that begin so, such as those of all versions of a format. */
  public ReferrersQuery withArtifactTypePrefix(String artifactTypePrefix) {
    return new ReferrersQuery(
        artifactType, artifactTypePrefix, annotations, newestFirst, sources, union, checked);
  }

  /** Keeps only what carries this annotation too. */
  public ReferrersQuery withAnnotation(String key, String value) {
    return new ReferrersQuery(
        artifactType,
        artifactTypePrefix,
        annotations.with(key, value),
        newestFirst,
        sources,
        union,
        checked);
  }

  /** Keeps only what carries all of these annotations. */
  public ReferrersQuery withAnnotations(Annotations annotations) {
    return new ReferrersQuery(
        artifactType, artifactTypePrefix, annotations, newestFirst, sources, union, checked);
  }

  /** See {@link #newestFirst}. */
  public ReferrersQuery sortedByNewest() {
    return new ReferrersQuery(
        artifactType, artifactTypePrefix, annotations, true, sources, union, checked);
  }

  /** Looks at these sources only. */
  public ReferrersQuery withSources(Set<Source> sources) {
    return new ReferrersQuery(
        artifactType, artifactTypePrefix, annotations, newestFirst, sources, union, checked);
  }

  /** Asks every source; see {@link #union}. */
  public ReferrersQuery withUnion() {
    return new ReferrersQuery(
        artifactType, artifactTypePrefix, annotations, newestFirst, sources, true, checked);
  }

  /** Takes nothing on trust; see {@link #checked}. */
  public ReferrersQuery withChecks() {
    return new ReferrersQuery(
        artifactType, artifactTypePrefix, annotations, newestFirst, sources, union, true);
  }

  boolean looksAtAnnotations() {
    return newestFirst || !annotations.isEmpty();
  }

  boolean keepsType(Descriptor entry) {
    String type = entry.artifactType();
    return (artifactType == null || artifactType.equals(type))
        && (artifactTypePrefix.isEmpty() || (type != null && type.startsWith(artifactTypePrefix)));
  }

  /**
   * Whether the annotations that a list shows are others; those that it leaves out may be right.
   */
  boolean excludesByAnnotations(Descriptor entry) {
    return !checked
        && !entry.annotations().isEmpty()
        && !entry.annotations().containsAll(annotations);
  }

  boolean keeps(Descriptor entry) {
    return keepsType(entry) && entry.annotations().containsAll(annotations);
  }
}
