package dev.referrers;

import java.util.List;

/**
 * The whole of a search, told without exceptions.
 *
 * @param outcome {@link Outcome#UNDETERMINED} when any source is, whatever the others hold: {@link
 *     Discovery#outcome} may have found one all the same
 * @param referrers what was found; not the whole when the outcome is undetermined
 * @param sources one report for each source that was asked, in the order of asking
 */
public record DiscoveryReport(
    Outcome outcome, List<Referrer> referrers, List<SourceReport> sources) {

  public DiscoveryReport {
    referrers = List.copyOf(referrers);
    sources = List.copyOf(sources);
  }
}
