package dev.referrers.internal.layout;

import dev.referrers.error.LimitExceededException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.KeyedLocks;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import okio.Buffer;
import okio.ByteString;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** The memory of this process in the form of an OCI image layout. */
final class MemoryStorage implements Storage {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String location = "memory:" + COUNT.incrementAndGet();
  private final KeyedLocks locks = new KeyedLocks();
  private final long capacity;

  private final Map<Digest, ByteString> contents = new HashMap<>();
  private long size;
  private volatile ImageIndex index = ImageIndex.builder().build();

  /**
   * @param capacity bytes of content and index together
   */
  MemoryStorage(long capacity) {
    this.capacity = capacity;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public synchronized @Nullable Content open(Digest digest) {
    ByteString content = contents.get(digest);
    return content == null ? null : new Content(content.size(), new Buffer().write(content));
  }

  @Override
  public synchronized boolean has(Digest digest) {
    return contents.containsKey(digest);
  }

  @Override
  public void write(Descriptor descriptor, Source content) throws IOException {
    if (has(descriptor.digest())) {
      Okio.buffer(content).readAll(Okio.blackhole()); // which checks it
      return;
    }
    add(descriptor.size());
    boolean kept = false;
    try {
      kept = put(descriptor.digest(), Okio.buffer(content).readByteString());
    } finally {
      if (!kept) {
        add(-descriptor.size());
      }
    }
  }

  /** False when it came by another way meanwhile. */
  private synchronized boolean put(Digest digest, ByteString content) {
    return contents.putIfAbsent(digest, content) == null;
  }

  @Override
  public synchronized boolean delete(Digest digest) {
    ByteString content = contents.remove(digest);
    size -= content == null ? 0 : content.size();
    return content != null;
  }

  @Override
  public ImageIndex index() {
    return index;
  }

  @Override
  public synchronized void replaceIndex(ImageIndex replacement) throws IOException {
    add((long) replacement.bytes().size() - index.bytes().size());
    index = replacement;
  }

  @Override
  public boolean locked(Deadline deadline, Change change) throws IOException {
    var made = new AtomicBoolean();
    locks.run(location, deadline, "Update of " + location, () -> made.set(change.make()));
    return made.get();
  }

  /** Counts bytes before they are held, for others come side by side. */
  private synchronized void add(long more) throws LimitExceededException {
    if (more > capacity - size) {
      throw new LimitExceededException(
          "Content of " + location, capacity, "bytes", "MemoryRepository.holding");
    }
    size += more;
  }
}
