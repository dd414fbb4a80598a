package dev.referrers.internal.tag;

import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Digest;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.PushedTag;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the tag held at some moment.
 *
 * @param manifest the list; null when there was no tag
 * @param version its ETag, if any
 * @param doubt the answer that said so, when it is not certain that there was no tag
 * @param sent when it was asked for, by {@link Time#nanoTime()}
 * @param answered when the answer was there
 */
record Snapshot(
    @Nullable Manifest manifest,
    @Nullable String version,
    @Nullable NotFoundException doubt,
    long sent,
    long answered) {

  /**
   * Reads the tag.
   *
   * @throws MalformedContentException when it holds something that must not be overwritten
   */
  static Snapshot read(Repository repository, TaggedList list, Time time) throws IOException {
    long sent = time.nanoTime();
    FetchedManifest found;
    try {
      found = repository.require(list.tag());
    } catch (NotFoundException e) {
      return new Snapshot(null, null, e.documented() ? null : e, sent, time.nanoTime());
    }
    list.requireList(found, repository.limits());
    return new Snapshot(found.manifest(), found.version(), null, sent, time.nanoTime());
  }

  /** The same state, found unchanged. */
  Snapshot seenAgain(long sent, long answered) {
    return new Snapshot(manifest, version, doubt, sent, answered);
  }

  /** The state after a write. */
  Snapshot replacedBy(Manifest manifest, PushedTag pushed, long answered) {
    return new Snapshot(manifest, pushed.version(), null, answered, answered);
  }

  /**
   * Whether a further write could be made on a condition after this one as well as after a read:
   * the answer had an ETag, or reads have none.
   */
  boolean tellsVersionsAs(PushedTag pushed) {
    return pushed.version() != null || (manifest != null && version == null);
  }

  @Nullable Digest digest() {
    return manifest == null ? null : manifest.digest();
  }

  boolean isSameAs(Snapshot other) {
    return Objects.equals(digest(), other.digest()) && Objects.equals(version, other.version);
  }

  Precondition precondition() {
    return manifest == null ? Precondition.ABSENT : Precondition.unchanged(version);
  }
}
