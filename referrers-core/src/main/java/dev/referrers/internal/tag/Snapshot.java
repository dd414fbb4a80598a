package dev.referrers.internal.tag;

import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.PushedTag;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the referrers tag held at some moment.
 *
 * @param index null when there was no tag
 * @param version its ETag, if any
 * @param doubt the answer that said so, when it is not certain that there was no tag
 * @param sent when it was asked for, by {@link Time#nanoTime()}
 * @param answered when the answer was there
 */
record Snapshot(
    @Nullable ImageIndex index,
    @Nullable String version,
    @Nullable NotFoundException doubt,
    long sent,
    long answered) {

  /**
   * Reads the tag.
   *
   * @throws MalformedContentException when it holds something that must not be overwritten
   */
  static Snapshot read(Repository repository, Digest subject, Time time) throws IOException {
    long sent = time.nanoTime();
    TagIndex found = TagIndex.read(repository, subject);
    if (found instanceof TagIndex.Foreign foreign) {
      throw new MalformedContentException(
          "Referrers tag " + ReferrersTag.of(subject),
          "expected a list of referrers, but " + foreign.reason() + ", so it is not overwritten",
          null,
          null);
    }
    if (found instanceof TagIndex.Present present) {
      return new Snapshot(present.index(), present.version(), null, sent, time.nanoTime());
    }
    return new Snapshot(null, null, doubt((TagIndex.Absent) found), sent, time.nanoTime());
  }

  private static @Nullable NotFoundException doubt(TagIndex.Absent absent) {
    return absent.answer().documented() ? null : absent.answer();
  }

  /** The same state, found unchanged. */
  Snapshot seenAgain(long sent, long answered) {
    return new Snapshot(index, version, doubt, sent, answered);
  }

  /** The state after a write. */
  Snapshot replacedBy(ImageIndex index, PushedTag pushed, long answered) {
    return new Snapshot(index, pushed.version(), null, answered, answered);
  }

  /**
   * Whether a further write could be made on a condition after this one as well as after a read:
   * the answer had an ETag, or reads have none.
   */
  boolean tellsVersionsAs(PushedTag pushed) {
    return pushed.version() != null || (index != null && version == null);
  }

  @Nullable Digest digest() {
    return index == null ? null : index.digest();
  }

  boolean isSameAs(Snapshot other) {
    return Objects.equals(digest(), other.digest()) && Objects.equals(version, other.version);
  }

  Precondition precondition() {
    return index == null ? Precondition.ABSENT : Precondition.unchanged(version);
  }
}
