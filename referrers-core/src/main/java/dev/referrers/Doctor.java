package dev.referrers;

import dev.referrers.repository.Repository;
import java.io.InterruptedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a repository can do, and from which answer. What it learns is also remembered in
 * {@link Repository#capabilities()}; the features that it doesn't ask about are told from there.
 *
 * <p>A failure makes the features unknown that it is about, with its message as evidence, and the
 * examination goes on. Immutable and thread-safe.
 */
public final class Doctor {

  /**
   * A request that an examination makes, unless its condition does not hold. Requests for tokens
   * and repetitions after a failure come on top.
   *
   * @param path path on the registry, with its query where that matters; what is not known before
   *     stands in angle brackets
   * @param onlyIf when it is made, for people; null for always
   */
  public record Request(String method, String path, @Nullable String onlyIf) {}

  private final Repository repository;

  private Doctor(Repository repository) {
    this.repository = repository;
  }

  public static Doctor of(Repository repository) {
    return new Doctor(repository);
  }

  /** What {@link #examine} asks, in order. */
  public List<Request> plan() {
    return ExaminationPlan.of(repository).readOnly();
  }

  /** What {@link #examineWithWrites} asks, in order. */
  public List<Request> planWithWrites() {
    return ExaminationPlan.of(repository).withWrites();
  }

  /** Asks without writing anything: by far not all shows that way. */
  public Diagnosis examine() throws InterruptedIOException {
    var findings = new Findings(repository);
    new ReadOnlyExamination(repository, findings).run();
    return new Diagnosis(findings.conclude(), List.of());
  }

  /**
   * Asks as {@link #examine} does, then pushes the blob <code>{}</code>, three small manifests and
   * a tag of its own, and removes them again. The blob stays, for publications of others may rely
   * on it. Where deletion is not allowed the rest stays too, and is named.
   *
   * @throws InterruptedIOException after an attempt to remove what was made; its message names what
   *     stays
   */
  public Diagnosis examineWithWrites() throws InterruptedIOException {
    var findings = new Findings(repository);
    new ReadOnlyExamination(repository, findings).run();
    List<String> leftBehind = new WritingExamination(repository, findings).run();
    return new Diagnosis(findings.conclude(), leftBehind);
  }
}
