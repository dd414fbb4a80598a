package dev.referrers;

import dev.referrers.VerificationReport.Failed;
import dev.referrers.VerificationReport.Judged;
import dev.referrers.VerificationReport.Result;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Verdict;
import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.attestation.Verdict.Rejected;
import dev.referrers.attestation.Verdict.Verified;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.internal.concurrent.Parallel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What has become of each candidate so far. */
final class VerificationRun {

  private final List<Candidate> candidates;
  private final AttestationQuery query;
  private final Function<Attestation, Verdict> verifier;
  private final Memory memory;
  private final String name;
  private final @Nullable Result[] results;
  private final boolean[] judged;

  /**
   * @param name of the report, for messages
   */
  VerificationRun(
      List<Candidate> candidates,
      AttestationQuery query,
      Function<Attestation, Verdict> verifier,
      Memory memory,
      String name) {
    this.candidates = candidates;
    this.query = query;
    this.verifier = verifier;
    this.memory = memory;
    this.name = name;
    this.results = new Result[candidates.size()];
    this.judged = new boolean[candidates.size()];
  }

  /** Judges those that were not, and that may be looked for by what is told to this query. */
  void judge(AttestationQuery asked) throws IOException {
    List<Parallel.Task> tasks = new ArrayList<>();
    for (int i = 0; i < judged.length; i++) {
      Candidate candidate = candidates.get(i);
      if (!judged[i] && !Boolean.FALSE.equals(candidate.told(asked))) {
        int place = i;
        judged[i] = true;
        tasks.add(() -> results[place] = judge(candidate));
      }
    }
    Parallel.run(Choice.WIDTH, tasks);
  }

  VerificationReport report() {
    Stream<@Nullable Result> all = Arrays.stream(results);
    return new VerificationReport(
        all.filter(Objects::nonNull).map(Objects::requireNonNull).toList());
  }

  /** Null when it turns out to be nothing that is looked for. */
  private @Nullable Result judge(Candidate candidate) throws InterruptedIOException {
    long bytes;
    try {
      bytes = candidate.bytesToRead();
    } catch (IOException e) {
      return unread(candidate, e);
    }
    try {
      memory.take(name, bytes);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return new Failed(candidate, e);
    }
    boolean holds = false;
    try {
      Verdict verdict = verdict(candidate);
      holds = verdict instanceof Verified;
      return verdict == null ? null : new Judged(candidate, verdict);
    } catch (IOException e) {
      return unread(candidate, e);
    } finally {
      if (holds) {
        memory.keep(bytes);
      } else {
        candidate.forget();
        memory.giveBack(bytes);
      }
    }
  }

  private @Nullable Verdict verdict(Candidate candidate) throws IOException {
    Attestation attestation = candidate.attestation();
    if (!Boolean.TRUE.equals(candidate.told(query)) && !query.keeps(attestation.content())) {
      return null;
    }
    Verdict verdict = verifier.apply(attestation);
    return verdict instanceof Rejected rejected
        ? new Rejected(null, rejected.reason(), rejected.message())
        : verdict;
  }

  private static Result unread(Candidate candidate, IOException failure)
      throws InterruptedIOException {
    if (failure instanceof MalformedContentException || failure instanceof LimitExceededException) {
      String message = String.valueOf(failure.getMessage());
      return new Judged(candidate, new Rejected(null, Reason.MALFORMED, message));
    }
    if (failure instanceof InterruptedIOException interrupted) {
      throw interrupted;
    }
    return new Failed(candidate, failure);
  }
}
