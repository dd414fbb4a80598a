package dev.referrers;

import dev.referrers.error.UndeterminedException;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A search that starts anew with each call. */
final class Search implements Discovery {

  static final Comparator<Referrer> NEWEST_FIRST =
      Comparator.comparing(
          (Referrer referrer) -> referrer.descriptor().annotations().created(),
          Comparator.nullsLast(Comparator.<Instant>reverseOrder()));

  private final Repository repository;
  private final Digest subject;
  private final ReferrersQuery query;

  Search(Repository repository, Digest subject, ReferrersQuery query) {
    this.repository = repository;
    this.subject = subject;
    this.query = query;
  }

  @Override
  public Outcome outcome() throws IOException {
    SearchRun run = run();
    for (List<Referrer> batch = run.next(); batch != null; batch = run.next()) {
      if (!batch.isEmpty()) {
        return Outcome.FOUND;
      }
    }
    return Outcome.NONE;
  }

  @Override
  public Stream<Referrer> stream() {
    return BatchIterator.stream(query.newestFirst() ? sorted() : run()::next);
  }

  @Override
  public List<Referrer> toList() throws IOException {
    List<Referrer> all = new ArrayList<>();
    SearchRun run = run();
    for (List<Referrer> batch = run.next(); batch != null; batch = run.next()) {
      all.addAll(batch);
    }
    return inOrder(all);
  }

  @Override
  public DiscoveryReport report() {
    List<Referrer> all = new ArrayList<>();
    SearchRun run = run();
    boolean more = true;
    while (more) {
      try {
        List<Referrer> batch = run.next();
        more = batch != null;
        if (batch != null) {
          all.addAll(batch);
        }
      } catch (IOException e) {
        // kept in the run's reports; the next call goes on with the next source
        more = !Thread.currentThread().isInterrupted();
      }
    }
    List<SourceReport> sources = run.reports();
    boolean undetermined =
        sources.stream().anyMatch(source -> source.outcome() == Outcome.UNDETERMINED);
    Outcome found = all.isEmpty() ? Outcome.NONE : Outcome.FOUND;
    return new DiscoveryReport(undetermined ? Outcome.UNDETERMINED : found, inOrder(all), sources);
  }

  private SearchRun run() {
    return new SearchRun(repository.inOneOperation(), subject, query);
  }

  private List<Referrer> inOrder(List<Referrer> all) {
    return query.newestFirst() ? all.stream().sorted(NEWEST_FIRST).toList() : List.copyOf(all);
  }

  /** Reads the whole list when the first element is asked for. */
  private BatchIterator.Batches<Referrer> sorted() {
    var done = new AtomicBoolean();
    return () -> done.getAndSet(true) ? null : toList();
  }

  /** What a source's failure is to a caller who wants the whole list. */
  static IOException undetermined(Digest subject, Source source, IOException failure) {
    if (failure instanceof InterruptedIOException) {
      return failure;
    }
    String name = source == Source.REFERRERS_API ? "referrers API" : "referrers tag";
    return new UndeterminedException(subject, name, failure);
  }
}
