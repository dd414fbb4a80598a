package dev.referrers.interop;

import dev.referrers.Registry;
import dev.referrers.repository.Blob;
import java.io.IOException;
import java.nio.file.Path;
import okio.HashingSource;
import okio.Okio;

/**
 * Pushes a file as a blob, reads it back, and prints the digest of what came. Arguments: the
 * registry, the file, and the size of chunks in bytes (0: one piece).
 */
final class BlobTrip {

  private BlobTrip() {}

  public static void main(String[] args) throws IOException {
    var repository =
        Registry.at(args[0])
            .allowPlainHttp(args[0])
            .chunkBytes(Long.parseLong(args[2]))
            .build()
            .repository("acme/big");
    var blob = Blob.of("application/octet-stream", Path.of(args[1]));
    repository.pushBlob(blob);
    try (var read = HashingSource.sha256(repository.openBlob(blob.descriptor()))) {
      Okio.buffer(read).readAll(Okio.blackhole());
      System.out.println(read.hash().hex());
    }
  }
}
