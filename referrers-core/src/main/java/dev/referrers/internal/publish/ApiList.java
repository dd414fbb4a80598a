package dev.referrers.internal.publish;

import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.ReferrersUnsupportedException;
import dev.referrers.error.UnconfirmedPublicationException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.ReferrersAnswer;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Looks manifests up in the list that the referrers API gives for their subject. */
public final class ApiList {

  private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();
  private static final int MOST_DOUBLINGS = 6;
  private static final int MOST_PUSHES = 5;

  private final Repository repository;
  private final Digest subject;
  private final Deadline deadline;
  private final Map<Digest, Manifest> missing = new LinkedHashMap<>();
  private boolean answered;

  /**
   * Prepares to look for these.
   *
   * @param manifests as they were pushed, to be pushed again if the registry has lost them
   */
  public ApiList(
      Repository repository,
      Digest subject,
      List<? extends Manifest> manifests,
      Deadline deadline) {
    this.repository = repository;
    this.subject = subject;
    this.deadline = deadline;
    manifests.forEach(manifest -> missing.put(manifest.digest(), manifest));
  }

  /**
   * Looks until all are listed. What is stored no more is pushed again: some registries drop
   * manifests that are pushed side by side (olareg 0.2.2).
   *
   * @return the answer when it turns out that there is no API; null when all are listed
   * @throws UnconfirmedPublicationException when time runs out before
   * @throws ReferrersUnsupportedException when the API is gone after it has answered
   */
  public ReferrersAnswer.@Nullable NoApi await() throws IOException {
    var noApi = look(commonType());
    for (int looks = 0; noApi == null && !missing.isEmpty(); looks++) {
      if (!pushedAgain(looks)) {
        pause(looks);
      }
      noApi = look(null); // without the filter: a registry may take another artifactType for ours
    }
    return noApi;
  }

  private ReferrersAnswer.@Nullable NoApi look(@Nullable String type) throws IOException {
    Set<String> asked = new HashSet<>();
    String next = null;
    do {
      ReferrersAnswer answer = repository.referrers(subject, type, next);
      if (answer instanceof ReferrersAnswer.NoApi none) {
        if (answered) {
          throw new ReferrersUnsupportedException(repository.location(), none.evidence());
        }
        return none;
      }
      answered = true;
      var page = (ReferrersAnswer.Page) answer;
      page.manifests().stream().map(Descriptor::digest).forEach(missing::remove);
      next = missing.isEmpty() ? null : page.next();
      check(asked, next);
    } while (next != null);
    return null;
  }

  private void check(Set<String> asked, @Nullable String next) throws IOException {
    if (next != null && !asked.add(next)) {
      throw new MalformedContentException(
          "Referrers list of " + subject, "expected an end but its pages form a loop", null, null);
    }
    int limit = repository.limits().pages();
    if (next != null && asked.size() >= limit) {
      throw new LimitExceededException(
          "Referrers list of " + subject, limit, "pages", "Limits.pages");
    }
  }

  /** At first what is stored no more, later on and for a while what is only not listed, too. */
  private boolean pushedAgain(int looks) throws IOException {
    boolean all = looks % 3 == 2 && looks < 3 * MOST_PUSHES;
    if (looks > 0 && !all) {
      return false;
    }
    boolean any = false;
    for (Manifest manifest : missing.values()) {
      if (all || repository.find(manifest.digest().toString()) == null) {
        repository.push(manifest);
        any = true;
      }
    }
    return any && looks == 0;
  }

  private void pause(int looks) throws IOException {
    long most = FIRST_PAUSE << Math.min(looks, MOST_DOUBLINGS);
    long pause = most / 2 + ThreadLocalRandom.current().nextLong(most / 2);
    if (pause >= deadline.remainingNanos()) {
      throw new UnconfirmedPublicationException(subject, List.copyOf(missing.keySet()), null);
    }
    deadline.sleep(pause, "Look-up of referrers of " + subject, null);
  }

  private @Nullable String commonType() {
    var types = new HashSet<@Nullable String>();
    missing.values().forEach(manifest -> types.add(manifest.asReferrer().artifactType()));
    return types.size() == 1 ? types.iterator().next() : null;
  }
}
