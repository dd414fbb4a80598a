package dev.referrers;

import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The referrers of a subject for decoders, batch by batch, or sorted when all are read. */
final class ReferrerBatches {

  private static final Comparator<ListedReferrer> NEWEST_FIRST =
      Comparator.comparing(ListedReferrer::referrer, Search.NEWEST_FIRST);

  private final Repository repository;
  private final Repository access;
  private final SearchRun run;
  private final boolean newestFirst;
  private final Map<Digest, Manifest> inspected = new HashMap<>();
  private final List<ListedReferrer> sorted = new ArrayList<>();
  private @Nullable List<ListedReferrer> first;
  private @Nullable IOException failure;
  private boolean ahead;

  ReferrerBatches(Repository repository, Digest subject, ReferrersQuery query) {
    this.repository = repository;
    this.access = repository.inOneOperation();
    this.run =
        new SearchRun(
            access, subject, query, manifest -> inspected.put(manifest.digest(), manifest));
    this.newestFirst = query.newestFirst();
  }

  /** Reads the first batch already. What comes of it is told by {@link #next()}. */
  void readAhead() {
    try {
      first = read();
    } catch (IOException e) {
      failure = e;
    }
    ahead = true;
  }

  /** Some more, possibly none; null after the last. After a failure goes on with what is left. */
  @Nullable List<ListedReferrer> next() throws IOException {
    if (!ahead) {
      return read();
    }
    ahead = false;
    if (failure != null) {
      throw failure;
    }
    return first;
  }

  /** For requests that belong to the same operation. */
  Repository access() {
    return access;
  }

  List<SourceReport> reports() {
    return run.reports();
  }

  private @Nullable List<ListedReferrer> read() throws IOException {
    if (!newestFirst) {
      return batch();
    }
    for (List<ListedReferrer> more = batch(); more != null; more = batch()) {
      sorted.addAll(more);
    }
    if (sorted.isEmpty()) {
      return null;
    }
    sorted.sort(NEWEST_FIRST);
    List<ListedReferrer> slice = sorted.subList(0, Math.min(SearchRun.SLICE, sorted.size()));
    List<ListedReferrer> next = List.copyOf(slice);
    slice.clear();
    return next;
  }

  private @Nullable List<ListedReferrer> batch() throws IOException {
    inspected.clear();
    List<Referrer> found = run.next();
    return found == null ? null : found.stream().map(this::listed).toList();
  }

  private ListedReferrer listed(Referrer referrer) {
    Manifest manifest = inspected.get(referrer.descriptor().digest());
    return new ListedReferrer(repository, referrer, manifest);
  }
}
