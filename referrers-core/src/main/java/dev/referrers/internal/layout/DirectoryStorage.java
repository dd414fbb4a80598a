package dev.referrers.internal.layout;

import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.transport.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import okio.Buffer;
import okio.ByteString;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * A directory in the form of an OCI image layout.
 *
 * @see <a
 *     href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md">image-spec,
 *     Image Layout</a>
 */
final class DirectoryStorage implements Storage {

  static final String INDEX = "index.json";
  static final String BLOBS = "blobs";

  private final Path root;
  private final Limits limits;
  private final TemporaryFiles temporary;
  private final IndexLock lock;
  private final AtomicBoolean cleaned = new AtomicBoolean();

  /**
   * @param root real path of a directory that is there
   */
  DirectoryStorage(Path root, Limits limits) {
    this.root = root;
    this.limits = limits;
    this.temporary = new TemporaryFiles(root);
    this.lock = new IndexLock(root, location());
  }

  /** Makes the directory a layout, unless it is one. */
  void create(Deadline deadline) throws IOException {
    boolean made =
        SafeFiles.exists(root.resolve(LayoutFile.NAME)) && SafeFiles.exists(root.resolve(INDEX));
    if (!made) {
      SafeFiles.makeDirectory(root.resolve(BLOBS));
      locked(deadline, this::complete);
    }
    LayoutFile.check(root);
  }

  private boolean complete() throws IOException {
    if (!SafeFiles.exists(root.resolve(INDEX))) {
      replaceIndex(ImageIndex.builder().build());
    }
    if (!SafeFiles.exists(root.resolve(LayoutFile.NAME))) {
      temporary.write(root, LayoutFile.NAME, new Buffer().write(LayoutFile.CONTENT));
    }
    return true;
  }

  @Override
  public String location() {
    return "oci:" + root;
  }

  @Override
  public @Nullable Content open(Digest digest) throws IOException {
    Path file = existing(digest);
    return file == null ? null : SafeFiles.open(file);
  }

  @Override
  public boolean has(Digest digest) throws IOException {
    Path file = existing(digest);
    return file != null && SafeFiles.exists(file);
  }

  @Override
  public void write(Descriptor descriptor, Source content) throws IOException {
    Path blobs = root.resolve(BLOBS);
    Path directory = blobs.resolve(descriptor.digest().algorithm());
    SafeFiles.makeDirectory(blobs);
    SafeFiles.makeDirectory(directory);
    temporary.write(directory, descriptor.digest().encoded(), content);
  }

  @Override
  public boolean delete(Digest digest) throws IOException {
    Path file = existing(digest);
    return file != null && SafeFiles.delete(file);
  }

  @Override
  public ImageIndex index() throws IOException {
    Path file = root.resolve(INDEX);
    ByteString bytes = SafeFiles.read(file, limits.listingBytes(), "Limits.listingBytes");
    if (bytes == null) {
      // no NotFoundException: that would pass for a tag that is not there
      throw new MalformedContentException(
          "OCI layout " + location(), "expected a file index.json but there is none", null, null);
    }
    ImageIndex index = ImageIndex.parse("File " + file, bytes);
    requireSize(index);
    return index;
  }

  @Override
  public void replaceIndex(ImageIndex index) throws IOException {
    requireSize(index);
    temporary.write(root, INDEX, new Buffer().write(index.bytes()));
  }

  @Override
  public boolean locked(Deadline deadline, Change change) throws IOException {
    if (!cleaned.getAndSet(true)) {
      temporary.clean();
    }
    var made = new AtomicBoolean();
    lock.run(deadline, () -> made.set(change.make()));
    return made.get();
  }

  private void requireSize(ImageIndex index) throws LimitExceededException {
    String what = "File " + root.resolve(INDEX);
    if (index.bytes().size() > limits.listingBytes()) {
      throw new LimitExceededException(what, limits.listingBytes(), "bytes", "Limits.listingBytes");
    }
    if (index.manifests().size() > limits.entries()) {
      throw new LimitExceededException(what, limits.entries(), "entries", "Limits.entries");
    }
  }

  /** Where the content is if it is there; null when not even its directory is. */
  private @Nullable Path existing(Digest digest) throws IOException {
    Path blobs = root.resolve(BLOBS);
    Path directory = blobs.resolve(digest.algorithm());
    return SafeFiles.isDirectory(blobs) && SafeFiles.isDirectory(directory)
        ? directory.resolve(digest.encoded())
        : null;
  }
}
