package dev.referrers;

import dev.referrers.attestation.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/**
 * What became of each candidate.
 *
 * @param results in the order in which the candidates were found; empty when there were none
 */
public record VerificationReport(List<Result> results) {

  /** What became of one candidate. */
  public sealed interface Result {
    Candidate candidate();
  }

  /**
   * It was read, or turned out to be unreadable, and there is a verdict. A rejected one does not
   * hold the attestation, which {@link Candidate#attestation} loads again.
   */
  public record Judged(Candidate candidate, Verdict verdict) implements Result {}

  /** It could not be had, so nothing is known about it: neither good nor bad. */
  public record Failed(Candidate candidate, IOException failure) implements Result {}

  public VerificationReport {
    results = List.copyOf(results);
  }

  /**
   * Those that hold, in their order. A condition on what they say belongs into {@link
   * #holds(Predicate)}: one that could not be had is missing here, and might have met it.
   */
  public List<Verdict.Verified> verified() {
    return results.stream()
        .filter(Judged.class::isInstance)
        .map(result -> ((Judged) result).verdict())
        .filter(Verdict.Verified.class::isInstance)
        .map(Verdict.Verified.class::cast)
        .toList();
  }

  /**
   * Whether at least one holds.
   *
   * @throws IOException when none does, and one could not be had that might
   */
  public boolean holds() throws IOException {
    return holds(any -> true);
  }

  /**
   * Whether at least one holds and meets a condition, on its predicate for one.
   *
   * @throws IOException when none does, and one could not be had that might
   */
  public boolean holds(Predicate<Verdict.Verified> condition) throws IOException {
    if (verified().stream().anyMatch(condition)) {
      return true;
    }
    for (Result result : results) {
      if (result instanceof Failed failed) {
        throw failed.failure();
      }
    }
    return false;
  }
}
