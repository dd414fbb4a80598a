package dev.referrers.internal.layout;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.io.IOException;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * What holds a layout: content by digest, manifests and blobs alike, and an index of the manifests
 * that nothing else names. Thread-safe. Digests are such that content can be checked by them.
 */
interface Storage {

  /**
   * Content that is there.
   *
   * @param bytes not checked yet; to be closed
   */
  record Content(long size, Source bytes) {}

  /** Something that takes the lock, and says whether it came to anything. */
  interface Change {
    boolean make() throws IOException;
  }

  /** Names this place; the same for the same place. */
  String location();

  /** Opens content, to be closed by the caller; null when it is not there. */
  @Nullable Content open(Digest digest) throws IOException;

  boolean has(Digest digest) throws IOException;

  /**
   * Stores content; nobody sees a part of it.
   *
   * @param content fails before its end when it is not what the descriptor says
   */
  void write(Descriptor descriptor, Source content) throws IOException;

  /** Deletes content; false when it was not there. */
  boolean delete(Digest digest) throws IOException;

  /** The index as it is now. */
  ImageIndex index() throws IOException;

  /** Replaces the index at once; for who holds the lock. */
  void replaceIndex(ImageIndex index) throws IOException;

  /** Makes the change while nobody else makes one here, in no other process either. */
  boolean locked(Deadline deadline, Change change) throws IOException;
}
