package dev.referrers;

import dev.referrers.Finding.Verdict;
import dev.referrers.error.ResponseException;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Capabilities.Fact;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects what an examination finds out. For one thread. */
final class Findings {

  interface Question {
    void ask() throws IOException;
  }

  /** About who asks or how the registry fares, whatever their error code says. */
  private static final Set<Integer> NEVER_NO = Set.of(401, 403, 408, 429);

  private final Repository repository;
  private final Map<Feature, Finding> findings = new EnumMap<>(Feature.class);

  Findings(Repository repository) {
    this.repository = repository;
  }

  /**
   * Asks something that shows whether there are these features. A failure leaves those open that
   * nothing was found out about.
   *
   * @return what it failed with; null when it did not
   */
  @Nullable IOException ask(Question question, Feature... features) throws InterruptedIOException {
    try {
      question.ask();
      return null;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      for (Feature feature : features) {
        findings.putIfAbsent(feature, open(feature, text(e)));
      }
      return e;
    }
  }

  void yes(Feature feature, String evidence) {
    findings.put(feature, new Finding(feature, Verdict.YES, evidence));
  }

  void no(Feature feature, String evidence) {
    findings.put(feature, new Finding(feature, Verdict.NO, evidence));
  }

  void unknown(Feature feature, String evidence) {
    findings.put(feature, open(feature, evidence));
  }

  /** Forgets a finding that is about to be replaced. */
  void clear(Feature feature) {
    findings.remove(feature);
  }

  /** Whether anything was noted about the feature. */
  boolean tell(Feature feature) {
    return findings.containsKey(feature);
  }

  /** Whether the feature was found to be there. */
  boolean has(Feature feature) {
    Finding finding = findings.get(feature);
    return finding != null && finding.verdict() == Verdict.YES;
  }

  /**
   * One finding for each feature. What was found out is remembered, but that there is no referrers
   * API only beside something that a registry does: a proxy whose registry is down answers alike.
   */
  List<Finding> conclude() {
    boolean answered = findings.values().stream().anyMatch(each -> each.verdict() == Verdict.YES);
    findings.values().stream()
        .filter(each -> answered || each.feature() != Feature.REFERRERS_API)
        .forEach(this::learn);
    return Stream.of(Feature.values()).map(this::conclusion).toList();
  }

  /** Whether an answer says that the registry does not do what it was asked for. */
  static boolean isNo(IOException failure) {
    return failure instanceof ResponseException answer
        && !NEVER_NO.contains(answer.status())
        && answer.status() < 500
        && (answer.status() == 405 || answer.hasCode("UNSUPPORTED"));
  }

  static String text(IOException failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
  }

  private Finding conclusion(Feature feature) {
    Finding finding = findings.get(feature);
    return finding == null ? known(feature) : finding;
  }

  private Finding known(Feature feature) {
    Fact fact = repository.capabilities().fact(repository.location(), feature);
    return fact == null
        ? open(feature, "not asked")
        : new Finding(feature, fact.supported() ? Verdict.YES : Verdict.NO, fact.evidence());
  }

  private void learn(Finding finding) {
    if (finding.verdict() != Verdict.UNKNOWN) {
      repository
          .capabilities()
          .learn(
              repository.location(),
              finding.feature(),
              finding.verdict() == Verdict.YES,
              finding.evidence());
    }
  }

  private static Finding open(Feature feature, String evidence) {
    return new Finding(feature, Verdict.UNKNOWN, evidence);
  }
}
