package dev.referrers;

import dev.referrers.AttestationSource.Place;
import dev.referrers.error.UndeterminedException;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One reading of all sources of a view: first the referrers, decoded batch by batch, then what is
 * in other places and was no referrer. Those places are read when the first batch is, so that a
 * candidate is told with all its origins. After a failure the next call goes on with what is left.
 */
final class AttestationRun {

  private final @Nullable ReferrerBatches referrers;
  private final List<ReferrerDecoder> decoders;
  private final Digest subject;
  private final AttestationQuery query;
  private final List<Look> looks = new ArrayList<>();
  private final Map<Candidate.Key, Candidate> elsewhere = new LinkedHashMap<>();
  private final Set<Candidate.Key> decoded = new HashSet<>();
  private final Map<Source, IOException> brokenOff = new EnumMap<>(Source.class);
  private boolean started;
  private boolean referrersUsedUp;
  private int turn;

  AttestationRun(
      @Nullable ReferrerBatches referrers,
      List<ReferrerDecoder> decoders,
      List<AttestationSource> others,
      Digest subject,
      AttestationQuery query) {
    this.referrers = referrers;
    this.decoders = decoders;
    this.subject = subject;
    this.query = query;
    for (AttestationSource other : others) {
      other.places(subject, query).forEach(place -> looks.add(new Look(other.source(), place)));
    }
  }

  /** Some more candidates, possibly none; null when all sources are used up. */
  @Nullable List<Candidate> next() throws IOException {
    if (!started) {
      started = true;
      start();
    }
    if (referrers != null && !referrersUsedUp) {
      List<ListedReferrer> batch = referrers.next();
      referrersUsedUp = batch == null;
      return batch == null ? List.of() : decode(batch, referrers.access());
    }
    return turn < looks.size() ? take(looks.get(turn++)) : null;
  }

  AttestationReport report() throws IOException {
    List<Candidate> found = new ArrayList<>();
    boolean more = true;
    while (more) {
      try {
        List<Candidate> batch = next();
        more = batch != null;
        if (batch != null) {
          found.addAll(batch);
        }
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        // kept in the reports; the next call goes on with what is left
      }
    }
    List<Candidate> kept = Choice.among(found, query);
    List<SourceReport> sources = sources(kept);
    if (query.newest() > 0 && kept.size() > query.newest()) {
      kept = kept.subList(0, query.newest());
    }
    boolean undetermined =
        sources.stream().anyMatch(source -> source.outcome() == Outcome.UNDETERMINED);
    Outcome outcome = kept.isEmpty() ? Outcome.NONE : Outcome.FOUND;
    return new AttestationReport(undetermined ? Outcome.UNDETERMINED : outcome, kept, sources);
  }

  private void start() throws IOException {
    List<Parallel.Task> tasks = new ArrayList<>(looks);
    if (referrers != null) {
      tasks.add(0, referrers::readAhead);
    }
    Parallel.run(Choice.WIDTH, tasks);
    for (Look look : looks) {
      for (Candidate each : look.found) {
        elsewhere.merge(each.key(), each, (one, same) -> one.alsoIn(same.origins()));
      }
    }
  }

  private List<Candidate> decode(List<ListedReferrer> batch, Repository access) throws IOException {
    fetchManifests(batch, access);
    List<Candidate> found = new ArrayList<>();
    for (ListedReferrer each : batch) {
      Referrer referrer = each.referrer();
      for (StoredAttestation stored : decode(each)) {
        var candidate =
            Candidate.of(each.repository(), referrer.descriptor(), referrer.origins(), stored);
        if (decoded.add(candidate.key())) {
          Candidate same = elsewhere.remove(candidate.key());
          found.add(same == null ? candidate : candidate.alsoIn(same.origins()));
        }
      }
    }
    return found;
  }

  private void fetchManifests(List<ListedReferrer> batch, Repository access) throws IOException {
    List<Parallel.Task> tasks = new ArrayList<>();
    for (ListedReferrer each : batch) {
      if (!each.isAtHand() && needsManifest(each)) {
        tasks.add(() -> each.fetch(access));
      }
    }
    try {
      Parallel.run(Choice.WIDTH, tasks);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      Source source = batch.get(0).referrer().origins().get(0);
      brokenOff.put(source, e);
      throw Search.undetermined(subject, source, e);
    }
  }

  private boolean needsManifest(ListedReferrer referrer) {
    for (ReferrerDecoder decoder : decoders) {
      if (decoder.mayDecode(referrer.descriptor())) {
        return decoder.needsManifest();
      }
    }
    return false;
  }

  private List<? extends StoredAttestation> decode(ListedReferrer referrer) {
    for (ReferrerDecoder decoder : decoders) {
      if (query.checked() || decoder.mayDecode(referrer.descriptor())) {
        try {
          List<? extends StoredAttestation> stored = decoder.decode(referrer);
          if (!stored.isEmpty()) {
            return stored;
          }
        } catch (IOException e) {
          return List.of(new Undecoded(decoder.layout(), referrer.descriptor(), e));
        }
      }
    }
    return List.of();
  }

  /** What is there and was found nowhere before. */
  private List<Candidate> take(Look look) throws IOException {
    if (look.failure != null) {
      throw new UndeterminedException(subject, look.place.name(), look.failure);
    }
    List<Candidate> found = new ArrayList<>();
    for (Candidate each : look.found) {
      Candidate unseen = elsewhere.remove(each.key());
      if (unseen != null) {
        found.add(unseen);
      }
    }
    return found;
  }

  private List<SourceReport> sources(List<Candidate> found) {
    List<SourceReport> reports = new ArrayList<>();
    if (referrers != null) {
      referrers.reports().forEach(list -> reports.add(report(list, found)));
    }
    Map<Source, SourceReport> others = new EnumMap<>(Source.class);
    for (Look look : looks) {
      SourceReport known = others.get(look.source);
      if (known == null || known.failure() == null) {
        Outcome outcome = look.failure == null ? outcome(look.source, found) : Outcome.UNDETERMINED;
        others.put(look.source, new SourceReport(look.source, outcome, null, look.failure));
      }
    }
    reports.addAll(others.values());
    return reports;
  }

  /** Referrers that hold nothing which is looked for are none here. */
  private SourceReport report(SourceReport list, List<Candidate> found) {
    Source source = list.source();
    IOException failure = brokenOff.get(source);
    if (failure != null) {
      return new SourceReport(source, Outcome.UNDETERMINED, list.note(), failure);
    }
    boolean referrers = list.outcome() == Outcome.FOUND;
    return referrers ? new SourceReport(source, outcome(source, found), list.note(), null) : list;
  }

  private static Outcome outcome(Source source, List<Candidate> found) {
    return found.stream().anyMatch(each -> each.origins().contains(source))
        ? Outcome.FOUND
        : Outcome.NONE;
  }

  /** A place, and what was there. */
  private static final class Look implements Parallel.Task {

    private final Source source;
    private final Place place;
    private List<Candidate> found = List.of();
    private @Nullable IOException failure;

    Look(Source source, Place place) {
      this.source = source;
      this.place = place;
    }

    @Override
    public void run() throws IOException {
      try {
        found = place.reading().read();
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        failure = e; // told when it is its turn
      }
    }
  }
}
