package dev.referrers;

import dev.referrers.internal.concurrent.Parallel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Picks the candidates that a query asks for; those that have to be loaded to tell are loaded side
 * by side. What was loaded is remembered as far as it fits into half of the memory.
 */
final class Choice {

  /** Candidates that are loaded at a time. */
  static final int WIDTH = 8;

  private Choice() {}

  static List<Candidate> among(List<Candidate> candidates, AttestationQuery query)
      throws IOException {
    var memory = new Memory(Memory.DEFAULT_BYTES);
    boolean[] kept = new boolean[candidates.size()];
    List<Parallel.Task> tasks = new ArrayList<>();
    for (int i = 0; i < kept.length; i++) {
      int place = i;
      Candidate candidate = candidates.get(i);
      Boolean told = candidate.told(query);
      if (told == null) {
        tasks.add(() -> kept[place] = isKept(candidate, query, memory));
      } else {
        kept[place] = told;
      }
    }
    Parallel.run(WIDTH, tasks);
    List<Candidate> chosen = new ArrayList<>();
    for (int i = 0; i < kept.length; i++) {
      if (kept[i]) {
        chosen.add(candidates.get(i));
      }
    }
    return List.copyOf(chosen);
  }

  /** The first ones, in their order; no more are loaded than that takes. */
  static List<Candidate> first(Stream<Candidate> candidates, AttestationQuery query) {
    var memory = new Memory(Memory.DEFAULT_BYTES);
    return candidates
        .filter(
            candidate -> {
              try {
                Boolean told = candidate.told(query);
                return told == null ? isKept(candidate, query, memory) : told;
              } catch (InterruptedIOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .limit(query.newest())
        .toList();
  }

  private static boolean isKept(Candidate candidate, AttestationQuery query, Memory memory)
      throws InterruptedIOException {
    try {
      long bytes = candidate.bytesToRead();
      memory.take(candidate.toString(), bytes);
      boolean kept = candidate.isKept(query);
      if (!kept || !memory.keepIfThereIsRoom(bytes)) {
        candidate.forget();
        memory.giveBack(bytes);
      }
      return kept;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return true; // whoever asks for the attestation is told
    }
  }
}
