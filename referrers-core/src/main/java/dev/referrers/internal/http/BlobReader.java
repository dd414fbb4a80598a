package dev.referrers.internal.http;

import dev.referrers.error.RegistryException;
import dev.referrers.internal.store.VerifiedSource;
import dev.referrers.repository.Blob;
import java.io.Closeable;
import java.io.IOException;
import okio.Buffer;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * Reads content to upload from any place on, and checks it against its descriptor: a file may have
 * changed since it was described.
 */
final class BlobReader implements Closeable {

  private final Blob blob;
  private @Nullable Source source;
  private long position;

  BlobReader(Blob blob) {
    this.blob = blob;
  }

  Blob blob() {
    return blob;
  }

  /** Reads some bytes from this place on. */
  long read(long from, Buffer sink, long byteCount) throws IOException {
    try {
      long read = at(from).read(sink, byteCount);
      position += Math.max(read, 0);
      return read;
    } catch (RegistryException e) {
      throw e;
    } catch (IOException e) {
      throw new Troubles.UnreadableContent(e);
    }
  }

  private Source at(long wanted) throws IOException {
    Source current = source;
    if (current == null || position > wanted) {
      close();
      current = VerifiedSource.of(blob.descriptor(), blob.open());
      source = current;
      position = 0;
    }
    var passed = new Buffer();
    while (position < wanted) { // hashed like all others
      position += current.read(passed, wanted - position);
      passed.clear();
    }
    return current;
  }

  @Override
  public void close() throws IOException {
    if (source != null) {
      source.close();
      source = null;
    }
  }
}
