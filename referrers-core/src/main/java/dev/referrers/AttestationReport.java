package dev.referrers;

import java.util.List;

/**
 * The whole of a search for attestations, told without exceptions.
 *
 * @param outcome {@link Outcome#UNDETERMINED} when any source is, whatever the others hold
 * @param candidates what was found; not the whole when the outcome is undetermined
 * @param sources one report for each source that was asked, in the order of asking
 */
public record AttestationReport(
    Outcome outcome, List<Candidate> candidates, List<SourceReport> sources) {

  public AttestationReport {
    candidates = List.copyOf(candidates);
    sources = List.copyOf(sources);
  }
}
