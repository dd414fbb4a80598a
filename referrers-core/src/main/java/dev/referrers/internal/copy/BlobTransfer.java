package dev.referrers.internal.copy;

import dev.referrers.error.ResponseException;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.RepositoryName;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Repository;
import java.io.IOException;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Takes blobs from one repository to another. Thread-safe. */
public final class BlobTransfer {

  /**
   * A blob up to this size is held in memory, so that it is read once however often it is sent, and
   * is sent without a look whether it is there: that costs a request, and saves a few milliseconds
   * if it is.
   */
  public static final long SMALL = 1 << 20;

  private final Repository source;
  private final Repository target;
  private final @Nullable RepositoryName mountFrom;
  private volatile boolean mounts;

  public BlobTransfer(Repository source, Repository target) {
    this.source = source;
    this.target = target;
    this.mountFrom = mountable(source.location(), target.location());
    this.mounts = mountFrom != null;
  }

  /** Whether it is worth a request to ask if the blob is there before it is sent. */
  public boolean isWorthALook(Descriptor blob) {
    return blob.size() > SMALL && !mounts;
  }

  /**
   * Stores the blob at the target.
   *
   * @return whether that was possible without moving its bytes
   */
  public boolean copy(Descriptor blob) throws IOException {
    if (isMounted(blob.digest())) {
      return true;
    }
    ByteString known = known(blob);
    if (known == null && blob.size() <= SMALL) {
      try (BufferedSource content = source.openBlob(blob)) {
        known = content.readByteString();
      }
    }
    target.pushBlob(known == null ? Blob.in(source, blob) : Blob.of(blob.mediaType(), known));
    return false;
  }

  private static @Nullable ByteString known(Descriptor blob) {
    boolean empty = blob.digest().equals(Descriptor.EMPTY_JSON.digest());
    return empty ? ByteString.encodeUtf8("{}") : blob.data();
  }

  /** A registry that does not mount the first one is not asked again. */
  private boolean isMounted(Digest blob) throws IOException {
    RepositoryName from = mountFrom;
    if (!mounts || from == null) {
      return false;
    }
    boolean mounted = false;
    try {
      mounted = target.mountBlob(blob, from);
    } catch (ResponseException e) {
      if (e.status() != 401 && e.status() != 403) {
        throw e; // who may write there may not be allowed to read here
      }
    }
    mounts &= mounted;
    return mounted;
  }

  /** The repository's name, when it is another one of the same registry. */
  private static @Nullable RepositoryName mountable(String source, String target) {
    int slash = source.indexOf('/') + 1;
    if (slash == 0 || source.equals(target) || !target.startsWith(source.substring(0, slash))) {
      return null;
    }
    try {
      return RepositoryName.parse(source.substring(slash));
    } catch (IllegalArgumentException e) {
      return null; // a folder, say
    }
  }
}
