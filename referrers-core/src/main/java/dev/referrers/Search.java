package dev.referrers;

import dev.referrers.error.UndeterminedException;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A search that starts anew with each call. */
final class Search implements Discovery {

  private static final Comparator<Referrer> NEWEST_FIRST =
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
    Iterator<Referrer> all = query.newestFirst() ? sorted() : new Elements(run());
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(all, Spliterator.ORDERED | Spliterator.NONNULL), false);
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
  private Iterator<Referrer> sorted() {
    return new Iterator<>() {
      private @Nullable Iterator<Referrer> all;

      @Override
      public boolean hasNext() {
        return all().hasNext();
      }

      @Override
      public Referrer next() {
        return all().next();
      }

      private Iterator<Referrer> all() {
        try {
          Iterator<Referrer> known = all == null ? toList().iterator() : all;
          all = known;
          return known;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** The batches of a run, one by one. */
  private static final class Elements implements Iterator<Referrer> {

    private final SearchRun run;
    private @Nullable Iterator<Referrer> batch = List.<Referrer>of().iterator();
    private @Nullable IOException failure;

    Elements(SearchRun run) {
      this.run = run;
    }

    @Override
    public boolean hasNext() {
      try {
        while (failure == null && batch != null && !batch.hasNext()) {
          List<Referrer> next = run.next();
          batch = next == null ? null : next.iterator();
        }
      } catch (IOException e) {
        failure = e; // for good: whoever asks again must not take what there was for the whole
      }
      if (failure != null) {
        throw new UncheckedIOException(failure);
      }
      return batch != null;
    }

    @Override
    public Referrer next() {
      if (!hasNext() || batch == null) {
        throw new NoSuchElementException();
      }
      return batch.next();
    }
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
