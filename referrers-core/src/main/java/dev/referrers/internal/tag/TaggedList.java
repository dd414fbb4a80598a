package dev.referrers.internal.tag;

import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.RegistryException;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.transport.Limits;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list that many keep under one tag, in a manifest of some kind. Immutable. */
sealed interface TaggedList permits ReferrersList, LayerList {

  /**
   * A list with the changes.
   *
   * @param blobs what has to be in the repository before it
   */
  record Merged(Manifest manifest, List<Blob> blobs) {}

  String tag();

  /** For messages, such as {@code referrers tag sha256-…}. */
  String name();

  /**
   * Fails when the tag holds something that must not be overwritten.
   *
   * @throws LimitExceededException when the list is longer than it may be
   */
  void requireList(FetchedManifest found, Limits limits)
      throws MalformedContentException, LimitExceededException;

  /**
   * The list with the changes, which are told what was done for them.
   *
   * @param now null when there is no tag
   * @return null when it has them all
   */
  @Nullable Merged merge(@Nullable Manifest now, List<Change> changes, Limits limits)
      throws LimitExceededException;

  /** Whether the list is as the change wants it, as far as that has to be seen to stay. */
  boolean holds(@Nullable Manifest now, Change change);

  /**
   * The error for entries that did not stay.
   *
   * @param writes how often the tag was written for them, or tried to be
   */
  RegistryException conflict(List<Descriptor> entries, int writes, @Nullable IOException cause);
}
