package dev.referrers;

import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.AttestationVerifier;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.Subject;
import dev.referrers.attestation.Verdict;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.internal.concurrent.Parallel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the attestations of an image and verifies each, several at a time. Immutable and
 * thread-safe.
 */
public final class Verification {

  /** Candidates that are loaded and verified side by side. */
  private static final int PARALLEL = 8;

  private final AttestationReader reader;
  private final AttestationVerifier verifier;

  private Verification(AttestationReader reader, AttestationVerifier verifier) {
    this.reader = reader;
    this.verifier = verifier;
  }

  public static Verification of(AttestationReader reader, AttestationVerifier verifier) {
    return new Verification(reader, verifier);
  }

  /** Verifies what may be as expected. */
  public VerificationReport verify(Subject subject, Expectation expected) throws IOException {
    return verify(subject, expected, AttestationQuery.of(expected));
  }

  /**
   * Verifies what the query finds.
   *
   * @throws dev.referrers.error.UndeterminedException when it can't be found out what there is
   */
  public VerificationReport verify(Subject subject, Expectation expected, AttestationQuery query)
      throws IOException {
    List<Candidate> candidates = reader.list(subject.digest(), query);
    var results = new VerificationReport.Result[candidates.size()];
    List<Parallel.Task> tasks = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      int place = i;
      tasks.add(() -> results[place] = verify(candidates.get(place), subject, expected));
    }
    Parallel.run(PARALLEL, tasks);
    return new VerificationReport(List.of(results));
  }

  private VerificationReport.Result verify(
      Candidate candidate, Subject subject, Expectation expected) throws IOException {
    Attestation attestation;
    try {
      attestation = candidate.attestation();
    } catch (MalformedContentException | LimitExceededException e) {
      var message = String.valueOf(e.getMessage());
      var rejected = new Verdict.Rejected(null, Verdict.Reason.MALFORMED, message);
      return new VerificationReport.Judged(candidate, rejected);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return new VerificationReport.Failed(candidate, e);
    }
    return new VerificationReport.Judged(
        candidate, verifier.verify(attestation, subject, expected));
  }
}
