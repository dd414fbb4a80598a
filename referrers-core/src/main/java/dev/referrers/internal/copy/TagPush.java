package dev.referrers.internal.copy;

import dev.referrers.error.ConnectionException;
import dev.referrers.error.ImmutableTagException;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.ResponseException;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Digest;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Points a tag to a manifest, and tries again when that fails in passing. */
public final class TagPush {

  private static final int MOST_TRIES = 5;
  private static final long FIRST_PAUSE = Duration.ofMillis(200).toNanos();

  private final Repository target;
  private final String tag;
  private final Manifest manifest;
  private final Time time;

  public TagPush(Repository target, String tag, Manifest manifest, Time time) {
    this.target = target;
    this.tag = tag;
    this.manifest = manifest;
    this.time = time;
  }

  /** Whether the tag points to the manifest already. */
  public boolean isDone() throws IOException {
    var now = target.find(tag);
    return now != null && now.digest().equals(manifest.digest());
  }

  /** Whether something is there that would be lost. */
  public boolean wouldLose() throws IOException {
    return wouldLose(target.fetch(tag));
  }

  /** Points the tag to the manifest, whatever was there. */
  public void overwrite() throws IOException {
    int tries = 1;
    while (!isPut(Precondition.NONE, tries++) && !isDone()) {
      // once more
    }
  }

  /**
   * Points the tag to the manifest, unless something would be lost by that.
   *
   * @param present a manifest that the target has: a registry that shows it is up
   * @return whether it does
   */
  public boolean extend(Digest present) throws IOException {
    for (int tries = 1; ; tries++) {
      FetchedManifest now = now(present);
      if (now != null && now.manifest().digest().equals(manifest.digest())) {
        return true;
      }
      if (wouldLose(now)) {
        return false;
      }
      var condition = now == null ? Precondition.ABSENT : Precondition.unchanged(now.version());
      if (isPut(condition, tries)) {
        return true;
      }
    }
  }

  /** A bare 404 may be a proxy's, and would cost the signatures that are there. */
  private @Nullable FetchedManifest now(Digest present) throws IOException {
    try {
      return target.require(tag);
    } catch (NotFoundException e) {
      if (!e.documented() && target.find(present.toString()) == null) {
        throw e;
      }
      return null;
    }
  }

  /** Layers are what cosign keeps there, and it never takes one away. */
  private boolean wouldLose(@Nullable FetchedManifest now) {
    if (now == null || now.manifest().digest().equals(manifest.digest())) {
      return false;
    }
    return !(now.manifest() instanceof ImageManifest theirs)
        || !(manifest instanceof ImageManifest ours)
        || !ours.layers().containsAll(theirs.layers());
  }

  /** False, after a pause, when that may be otherwise the next time. */
  private boolean isPut(Precondition condition, int tries) throws IOException {
    try {
      if (target.pushTag(tag, manifest, condition).written()) {
        return true;
      }
      if (tries == MOST_TRIES) {
        throw new ImmutableTagException(target.location(), tag, null);
      }
    } catch (ResponseException e) {
      boolean passing = e.status() >= 500 || e.status() == 429 || e.status() == 408;
      if (tries == MOST_TRIES || !passing) {
        throw e;
      }
    } catch (ConnectionException e) {
      if (tries == MOST_TRIES) {
        throw e;
      }
    }
    time.sleep(FIRST_PAUSE << (tries - 1));
    return false;
  }
}
