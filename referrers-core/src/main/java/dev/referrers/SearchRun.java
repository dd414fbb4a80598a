package dev.referrers;

import dev.referrers.error.ReferrersUnsupportedException;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.internal.listing.ApiPages;
import dev.referrers.internal.listing.EntryCheck;
import dev.referrers.internal.listing.TagEntries;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the sources: the referrers API page by page, then the referrers tag where that is
 * called for. After a failure the next call goes on with the next source, so that a report can tell
 * about all of them. Holds a page and the digests that were seen.
 */
final class SearchRun {

  /**
   * Entries that are looked at together; those after them cost nothing when nobody asks for them.
   */
  static final int SLICE = 16;

  private final Repository repository;
  private final Digest subject;
  private final ReferrersQuery query;
  private final Consumer<Manifest> read;
  private final ApiPages api;
  private final Deque<Descriptor> waiting = new ArrayDeque<>();
  private final Set<Digest> seen = new HashSet<>();
  private final Set<Digest> inTag = new HashSet<>();
  private final Map<Source, SourceReport> reports = new EnumMap<>(Source.class);
  private final Set<Source> kept = EnumSet.noneOf(Source.class);
  private @Nullable Source current;
  private EntryCheck check;
  private @Nullable TagEntries tag;
  private @Nullable IOException tagFailure;
  private boolean started;
  private boolean tagUsed;

  SearchRun(Repository repository, Digest subject, ReferrersQuery query) {
    this(repository, subject, query, manifest -> {});
  }

  /**
   * @param read is given the manifest of every referrer whose entry is not taken on trust
   */
  SearchRun(Repository repository, Digest subject, ReferrersQuery query, Consumer<Manifest> read) {
    this.repository = repository;
    this.subject = subject;
    this.query = query;
    this.read = read;
    this.api = new ApiPages(repository, subject, query.checked() ? null : query.artifactType());
    Source first =
        query.sources().contains(Source.REFERRERS_API)
            ? Source.REFERRERS_API
            : Source.REFERRERS_TAG;
    this.current = first;
    this.check = checkOf(first);
  }

  /** Some more referrers, possibly none of this batch; null when all sources are used up. */
  @Nullable List<Referrer> next() throws IOException {
    Source source = current;
    if (source == null) {
      return null;
    }
    try {
      start();
      if (!waiting.isEmpty() || fill(source)) {
        return slice(source);
      }
    } catch (IOException e) {
      waiting.clear();
      reports.put(source, new SourceReport(source, Outcome.UNDETERMINED, check.note(), e));
      goOn(query.union() ? after(source) : null);
      throw Search.undetermined(subject, source, e);
    }
    end(source);
    return List.of();
  }

  /** What each source answered, in the order of asking. */
  List<SourceReport> reports() {
    return List.copyOf(reports.values());
  }

  /** Asks both sources at once where both count, so that an entry of both is told with both. */
  private void start() throws IOException {
    if (!started && query.union() && query.sources().size() > 1) {
      started = true;
      Parallel.run(2, List.of(api::prefetch, this::readTag));
    }
  }

  private EntryCheck checkOf(Source source) {
    return new EntryCheck(
        repository,
        subject,
        query.checked(),
        query.looksAtAnnotations(),
        source == Source.REFERRERS_TAG,
        read);
  }

  private void goOn(@Nullable Source next) {
    current = next;
    if (next != null) {
      check = checkOf(next);
    }
  }

  private boolean fill(Source source) throws IOException {
    if (source == Source.REFERRERS_API) {
      List<Descriptor> page = api.next();
      if (page != null) {
        waiting.addAll(page);
      }
      return page != null;
    }
    if (tagUsed) {
      return false;
    }
    tagUsed = true;
    readTag();
    if (tagFailure != null) {
      throw tagFailure;
    }
    api.learnMissing();
    if (tag != null) {
      waiting.addAll(tag.entries());
    }
    return true;
  }

  private void readTag() {
    if (tag != null || tagFailure != null || !query.sources().contains(Source.REFERRERS_TAG)) {
      return;
    }
    try {
      tag = TagEntries.read(repository, subject);
      tag.entries().forEach(entry -> inTag.add(entry.digest()));
    } catch (IOException e) {
      tagFailure = e; // told when it is the tag's turn
    }
  }

  private List<Referrer> slice(Source source) throws IOException {
    List<Descriptor> entries = new ArrayList<>();
    while (entries.size() < SLICE && !waiting.isEmpty()) {
      Descriptor entry = waiting.removeFirst();
      if (seen.add(entry.digest()) && mayBeKept(entry)) {
        entries.add(entry);
      }
    }
    List<Referrer> found = new ArrayList<>();
    for (Descriptor entry : check.check(entries)) {
      if (query.keeps(entry)) {
        found.add(new Referrer(entry, origins(source, entry)));
      }
    }
    if (!found.isEmpty()) {
      kept.add(source);
    }
    return found;
  }

  private boolean mayBeKept(Descriptor entry) {
    return !query.excludesByAnnotations(entry) && (query.keepsType(entry) || !check.trusts(entry));
  }

  private List<Source> origins(Source source, Descriptor entry) {
    if (source == Source.REFERRERS_API && inTag.contains(entry.digest())) {
      kept.add(Source.REFERRERS_TAG);
      return List.of(Source.REFERRERS_API, Source.REFERRERS_TAG);
    }
    return List.of(source);
  }

  private void end(Source source) throws IOException {
    String noApi = source == Source.REFERRERS_API ? api.missing() : null;
    Source next = noApi != null || query.union() ? after(source) : null;
    IOException failure = noApi == null ? null : failureOf(noApi, next);
    if (failure != null) {
      reports.put(source, new SourceReport(source, Outcome.UNDETERMINED, null, failure));
      goOn(query.union() ? next : null);
      throw Search.undetermined(subject, source, failure);
    }
    Outcome outcome = kept.contains(source) ? Outcome.FOUND : Outcome.NONE;
    String ofTag = source == Source.REFERRERS_TAG && tag != null ? tag.note() : null;
    reports.put(
        source,
        noApi != null
            ? new SourceReport(source, Outcome.UNSUPPORTED, noApi, null)
            : new SourceReport(source, outcome, ofTag == null ? check.note() : ofTag, null));
    goOn(next);
  }

  /** Why the lack of the API is no reason to look elsewhere; null when it is. */
  private @Nullable IOException failureOf(String noApi, @Nullable Source next) throws IOException {
    if (next == null) {
      return new ReferrersUnsupportedException(repository.location(), noApi);
    }
    return api.refusal() == null || mayRead() ? null : api.refusal();
  }

  /** Whether something shows so; an error of the tag is told when it is the tag's turn. */
  private boolean mayRead() throws IOException {
    readTag();
    return tag == null || tag.present() || repository.find(subject.toString()) != null;
  }

  private @Nullable Source after(Source source) {
    return source == Source.REFERRERS_API && query.sources().contains(Source.REFERRERS_TAG)
        ? Source.REFERRERS_TAG
        : null;
  }
}
