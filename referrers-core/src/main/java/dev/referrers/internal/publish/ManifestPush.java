package dev.referrers.internal.publish;

import dev.referrers.error.NotFoundException;
import dev.referrers.error.ResponseException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.oci.Digest;
import dev.referrers.repository.PushedManifest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pushes one manifest whose files are there. */
public final class ManifestPush {

  /** A 404 or 409, say, is about something else, and 401 and 403 about who asks. */
  private static final Set<Integer> REFUSALS = Set.of(400, 405, 406, 415, 422, 501);

  /**
   * A manifest that is stored.
   *
   * @param acknowledged the subject that the registry named; see {@link PushedManifest}
   * @param plain whether it is the plainer one
   */
  public record Stored(Draft draft, @Nullable Digest acknowledged, boolean plain) {

    public Digest digest() {
      return draft.manifest().digest();
    }

    /** Whether the registry promised to list it among the referrers of its subject. */
    public boolean isPromised(Digest subject) {
      return subject.equals(acknowledged);
    }
  }

  private final Repository repository;
  private final boolean plainWhenRefused;
  private final Deadline deadline;

  /**
   * Prepares for any number of manifests.
   *
   * @param plainWhenRefused whether the plainer manifest is tried after the usual one was refused
   */
  public ManifestPush(Repository repository, boolean plainWhenRefused, Deadline deadline) {
    this.repository = repository;
    this.plainWhenRefused = plainWhenRefused;
    this.deadline = deadline;
  }

  public Stored push(Draft draft) throws IOException {
    try {
      return stored(draft, false);
    } catch (ResponseException e) {
      if (!plainWhenRefused || !draft.hasPlainer() || !isAboutTheManifest(e)) {
        throw e;
      }
      return orSuppressing(e, () -> stored(draft.plainer(), true));
    }
  }

  private Stored stored(Draft draft, boolean plain) throws IOException {
    try {
      return put(draft, plain);
    } catch (ResponseException | NotFoundException e) {
      if (e instanceof ResponseException answer && !answer.hasCode("MANIFEST_BLOB_UNKNOWN")) {
        throw e;
      }
      // the repository has collected what we pushed, or never kept it
      EmptyConfig.of(repository).forget(repository.location());
      Parallel.run(1, Uploads.of(List.of(draft), repository, deadline));
      return put(draft, plain);
    }
  }

  private Stored put(Draft draft, boolean plain) throws IOException {
    PushedManifest pushed = repository.push(draft.manifest());
    return new Stored(draft, pushed.acknowledgedSubject(), plain);
  }

  private static boolean isAboutTheManifest(ResponseException e) {
    return REFUSALS.contains(e.status()) && !e.hasCode("MANIFEST_BLOB_UNKNOWN");
  }

  private interface Push {
    Stored run() throws IOException;
  }

  private static Stored orSuppressing(ResponseException first, Push second) throws IOException {
    try {
      return second.run();
    } catch (IOException e) {
      e.addSuppressed(first);
      throw e;
    }
  }
}
