package dev.referrers;

import dev.referrers.attestation.AttestationVerifier;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.error.LimitExceededException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the attestations of an image and verifies each, several at a time. Immutable and
 * thread-safe.
 *
 * <p>Of what is rejected only the reason is kept; of what is verified everything. The attestations
 * that are verified at a time and those that are kept have no more bytes together, as they are
 * stored, than {@link #withMemory} allows; decoded, one takes some three times as much.
 */
public final class Verification {

  private final AttestationReader reader;
  private final AttestationVerifier verifier;
  private final long memory;

  private Verification(AttestationReader reader, AttestationVerifier verifier, long memory) {
    this.reader = reader;
    this.verifier = verifier;
    this.memory = memory;
  }

  public static Verification of(AttestationReader reader, AttestationVerifier verifier) {
    return new Verification(reader, verifier, Memory.DEFAULT_BYTES);
  }

  /**
   * Holds so many bytes of attestations at once; 256 MiB otherwise. What does not fit beside what
   * is verified already is {@linkplain VerificationReport.Failed not known}, with a {@link
   * LimitExceededException}.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  public Verification withMemory(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("Verification needs some memory but has " + bytes);
    }
    return new Verification(reader, verifier, bytes);
  }

  /**
   * Verifies what may be as expected. An annotation that says otherwise is believed as long as
   * another attestation holds: before the answer is no, those are looked into too.
   *
   * @throws dev.referrers.error.UndeterminedException when it can't be found out what there is
   */
  public VerificationReport verify(Subject subject, Expectation expected) throws IOException {
    var query = AttestationQuery.of(expected);
    var run = run(subject, expected, query, candidates(subject, query));
    run.judge(query);
    if (run.report().verified().isEmpty()) {
      run.judge(query.withChecks());
    }
    return run.report();
  }

  /**
   * Verifies what the query finds.
   *
   * @throws dev.referrers.error.UndeterminedException when it can't be found out what there is
   */
  public VerificationReport verify(Subject subject, Expectation expected, AttestationQuery query)
      throws IOException {
    List<Candidate> candidates;
    if (query.newest() > 0) {
      candidates = reader.list(subject.digest(), query);
      candidates.forEach(Candidate::forget); // what was loaded to choose was not counted
    } else {
      candidates = candidates(subject, query);
    }
    var run = run(subject, expected, query, candidates);
    run.judge(query);
    return run.report();
  }

  private VerificationRun run(
      Subject subject, Expectation expected, AttestationQuery query, List<Candidate> candidates) {
    return new VerificationRun(
        candidates,
        query,
        attestation -> verifier.verify(attestation, subject, expected),
        new Memory(memory),
        "Report on " + subject.digest());
  }

  private List<Candidate> candidates(Subject subject, AttestationQuery query) throws IOException {
    try (Stream<Candidate> found = reader.candidates(subject.digest(), query)) {
      return found.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
