package dev.referrers;

import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One view of all that is attached to an image, in whatever layout: the referrers, listed once for
 * all decoders, and further sources such as cosign's tags. It finds what it is given decoders and
 * sources for:
 *
 * <pre>{@code
 * Attestations.in(api)
 *     .with(StoredBundles.decoder())
 *     .with(CosignReferrers.decoder())
 *     .with(CosignTags.in(api))
 * }</pre>
 *
 * <p>What is found in several places is one candidate with all its origins: the same manifest, or
 * the same layer with the same annotations, first as a referrer. The sources are asked side by
 * side; pages of referrers after the first when they are needed. A source that fails makes the
 * whole undetermined, at its turn: after what was found in the others before it. Immutable and
 * thread-safe.
 */
public final class Attestations implements AttestationReader {

  private static final Set<Source> REFERRERS =
      EnumSet.of(Source.REFERRERS_API, Source.REFERRERS_TAG);

  private final @Nullable Repository repository;
  private final List<ReferrerDecoder> decoders;
  private final List<AttestationSource> others;
  private final Set<Source> sources;
  private final boolean union;

  private Attestations(
      @Nullable Repository repository,
      List<ReferrerDecoder> decoders,
      List<AttestationSource> others,
      Set<Source> sources,
      boolean union) {
    this.repository = repository;
    this.decoders = List.copyOf(decoders);
    this.others = List.copyOf(others);
    this.sources = Set.copyOf(sources);
    this.union = union;
  }

  /**
   * A view of nothing yet.
   *
   * @param repository where referrers are; the images they are about may be in another one
   */
  public static Attestations in(Repository repository) {
    return new Attestations(repository, List.of(), List.of(), EnumSet.allOf(Source.class), false);
  }

  /** A view of one source, without referrers. */
  static Attestations of(AttestationSource source) {
    return new Attestations(null, List.of(), List.of(source), Set.of(source.source()), false);
  }

  /** Finds referrers of this layout too, among those that no earlier decoder has taken. */
  public Attestations with(ReferrerDecoder decoder) {
    return new Attestations(repository, and(decoders, decoder), others, sources, union);
  }

  /** Looks here too. */
  public Attestations with(AttestationSource source) {
    return new Attestations(repository, decoders, and(others, source), sources, union);
  }

  /**
   * Asks these sources only, of those that it knows. Where that leaves none, each search fails with
   * an {@link IllegalStateException}: nothing was looked at.
   */
  public Attestations withSources(Set<Source> sources) {
    return new Attestations(repository, decoders, others, sources, union);
  }

  /** Asks the referrers tag even where there is an API; see {@link ReferrersQuery#union}. */
  public Attestations withUnion() {
    return new Attestations(repository, decoders, others, sources, true);
  }

  /** {@inheritDoc} Dated referrers come first then, the other sources after all referrers. */
  @Override
  public Stream<Candidate> candidates(Digest subject, AttestationQuery query) {
    return BatchIterator.stream(run(subject, query)::next);
  }

  /**
   * All that could be had, with the answer of each source, for callers who go on after a failure.
   *
   * @throws IOException when the thread was interrupted
   */
  public AttestationReport report(Digest subject, AttestationQuery query) throws IOException {
    return run(subject, query).report();
  }

  private AttestationRun run(Digest subject, AttestationQuery query) {
    List<AttestationSource> asked =
        others.stream().filter(other -> sources.contains(other.source())).toList();
    ReferrerBatches referrers = referrers(subject, query);
    if (referrers == null && asked.isEmpty()) {
      throw new IllegalStateException(
          "Attestations need a decoder or source among %s, or they would find none anywhere"
              .formatted(sources));
    }
    return new AttestationRun(referrers, decoders, asked, subject, query);
  }

  private @Nullable ReferrerBatches referrers(Digest subject, AttestationQuery query) {
    Set<Source> lists = EnumSet.copyOf(REFERRERS);
    lists.retainAll(sources);
    if (repository == null || decoders.isEmpty() || lists.isEmpty()) {
      return null;
    }
    var referrers = ReferrersQuery.ALL.withSources(lists);
    referrers = union ? referrers.withUnion() : referrers;
    referrers = query.checked() ? referrers.withChecks() : referrers;
    referrers = query.newest() > 0 ? referrers.sortedByNewest() : referrers;
    return new ReferrerBatches(repository, subject, referrers);
  }

  private static <T> List<T> and(List<T> list, T more) {
    List<T> all = new ArrayList<>(list);
    all.add(more);
    return all;
  }
}
