package dev.referrers.internal.layout;

import java.io.IOException;
import java.nio.file.Path;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/** A file as it is read, whose failures are those of a repository. */
final class FileSource extends ForwardingSource {

  private final Path file;

  FileSource(Path file, Source content) {
    super(content);
    this.file = file;
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    return SafeFiles.access("Read", file, () -> super.read(sink, byteCount));
  }
}
