package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import okio.HashingSink;
import okio.Okio;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A blob of 1 GiB goes both ways through a heap of 64 MiB. */
class LargeBlobInterop {

  private static final int MIB = 1 << 20;

  @ParameterizedTest
  @ValueSource(longs = {0, 100 * MIB})
  void goesBothWaysThroughASmallHeap(long chunkBytes, @TempDir Path directory) throws IOException {
    Path file = directory.resolve("blob");
    String digest = write(file, 1024);

    try (Peer peer = Peer.start("distribution", directory)) {
      String read =
          ChildJvm.run(
              directory,
              "64m",
              BlobTrip.class,
              peer.host(),
              file.toString(),
              Long.toString(chunkBytes));

      assertThat(read).isEqualTo(digest);
    }
  }

  /** Fills the file with bytes that look random, and returns their digest. */
  private static String write(Path file, int mebibytes) throws IOException {
    var random = new Random(1);
    var block = new byte[MIB];
    try (var hashing = HashingSink.sha256(Okio.sink(file));
        var sink = Okio.buffer(hashing)) {
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(block);
        sink.write(block);
      }
      sink.flush();
      return hashing.hash().hex();
    }
  }
}
