package dev.referrers.internal.listing;

import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.ReferrersUnsupportedException;
import dev.referrers.error.RegistryException;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.ReferrersAnswer;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Capabilities.Fact;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pages of the referrers API, each asked for when the one before was used up. Remembers in the
 * repository's capabilities what the answers show.
 */
public final class ApiPages {

  private final Repository repository;
  private final Digest subject;
  private final @Nullable String artifactType;
  private final Set<String> asked = new HashSet<>();
  private @Nullable String next;
  private int pages;
  private int entries;
  private boolean ended;
  private boolean prefetched;
  private @Nullable List<Descriptor> first;
  private @Nullable IOException failure;
  private @Nullable String missing;
  private boolean lasting;
  private @Nullable RegistryException refusal;

  /**
   * @param artifactType what the registry is asked to filter by; it need not
   */
  public ApiPages(Repository repository, Digest subject, @Nullable String artifactType) {
    this.repository = repository;
    this.subject = subject;
    this.artifactType = artifactType;
  }

  /** Reads the first page already. What comes of it, a failure too, is told by {@link #next()}. */
  public void prefetch() {
    try {
      first = read();
    } catch (IOException e) {
      failure = e;
    }
    prefetched = true;
  }

  /** Reads the next page; null after the last, and when there is no referrers API. */
  public @Nullable List<Descriptor> next() throws IOException {
    if (!prefetched) {
      return read();
    }
    prefetched = false;
    if (failure != null) {
      throw failure;
    }
    return first;
  }

  private @Nullable List<Descriptor> read() throws IOException {
    if (ended) {
      return null;
    }
    ended = true; // a page that fails ends the list
    if (pages == 0 && knownToBeMissing()) {
      return null;
    }
    ReferrersAnswer answer = repository.referrers(subject, artifactType, next);
    if (answer instanceof ReferrersAnswer.NoApi noApi) {
      noApi(noApi);
      return null;
    }
    var page = (ReferrersAnswer.Page) answer;
    check(page);
    learn(page);
    repository.listener().pageRead(repository.location(), subject, pages, page.manifests().size());
    next = page.next();
    ended = next == null;
    return page.manifests();
  }

  /** Why there is no referrers API here; null when there is, or before the first page. */
  public @Nullable String missing() {
    return missing;
  }

  /**
   * The answer as a failure, when it shows that there is no API only to who may read the
   * repository; else null.
   */
  public @Nullable RegistryException refusal() {
    return refusal;
  }

  /**
   * Remembers that there is none. Once something else shows that it was the registry who said so: a
   * proxy without one, or a login page, may give the same answers.
   */
  public void learnMissing() {
    if (missing != null && lasting) {
      repository.capabilities().learn(repository.location(), Feature.REFERRERS_API, false, missing);
    }
  }

  private boolean knownToBeMissing() {
    Fact known = repository.capabilities().fact(repository.location(), Feature.REFERRERS_API);
    if (known == null || known.supported()) {
      return false;
    }
    missing = known.evidence();
    return true;
  }

  private void noApi(ReferrersAnswer.NoApi answer) throws IOException {
    if (pages > 0) {
      throw new MalformedContentException(
          what(),
          "page " + (pages + 1) + " is no referrers list: " + answer.evidence(),
          null,
          null);
    }
    Fact known = repository.capabilities().fact(repository.location(), Feature.REFERRERS_API);
    boolean contradicts = answer.lasting() || (known != null && known.expires() == null);
    if (known != null && known.supported() && contradicts) { // an outage rather than a change
      throw new ReferrersUnsupportedException(repository.location(), answer.evidence());
    }
    repository.listener().fallbackChosen(repository.location(), answer.evidence());
    missing = answer.evidence();
    lasting = answer.lasting();
    refusal = answer.refusal();
  }

  private void check(ReferrersAnswer.Page page) throws IOException {
    pages++;
    entries += page.manifests().size();
    if (entries > repository.limits().entries()) {
      throw new LimitExceededException(
          what(), repository.limits().entries(), "entries", "Limits.entries");
    }
    if (page.next() == null) {
      return;
    }
    if (pages >= repository.limits().pages()) {
      throw new LimitExceededException(
          what(), repository.limits().pages(), "pages", "Limits.pages");
    }
    if (!asked.add(page.next())) {
      throw new MalformedContentException(
          what(), "page " + pages + " leads back to an earlier one", null, null);
    }
  }

  private void learn(ReferrersAnswer.Page page) {
    if (pages > 1) {
      return;
    }
    var capabilities = repository.capabilities();
    capabilities.learn(repository.location(), Feature.REFERRERS_API, true, "GET referrers: 200");
    if (artifactType != null && page.filtered()) {
      capabilities.learn(
          repository.location(),
          Feature.ARTIFACT_TYPE_FILTER,
          true,
          "GET referrers: filter applied");
    }
  }

  private String what() {
    return "Referrers list of " + subject;
  }
}
