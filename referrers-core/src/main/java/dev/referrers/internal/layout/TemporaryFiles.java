package dev.referrers.internal.layout;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import okio.Buffer;
import okio.Source;

/**
 * Files of a layout as they are written: under another name at first, in the layout's own
 * directory, where no tool looks for blobs to clean up (regctl deletes what it doesn't know in
 * {@code blobs}). They get their name when all of their content is on the disk.
 */
final class TemporaryFiles {

  private static final String PREFIX = ".referrers-";
  private static final String SUFFIX = ".tmp";
  private static final long STEP = 64 << 10;

  /** Nobody waits that long between two writes to a file. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path root;

  TemporaryFiles(Path root) {
    this.root = root;
  }

  /** Writes a file whole, or leaves what is there as it is. */
  void write(Path directory, String name, Source content) throws IOException {
    Path target = directory.resolve(name);
    SafeFiles.exists(target); // or it is something that must not be replaced
    Path file = root.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
    try {
      fill(file, content);
      SafeFiles.access(
          "Write", target, () -> Files.move(file, target, StandardCopyOption.ATOMIC_MOVE));
    } catch (IOException | RuntimeException | Error e) {
      deleteQuietly(file);
      throw e;
    }
    SafeFiles.sync(directory);
  }

  /** Deletes what writers that were killed have left. */
  void clean() {
    Instant before = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
            .toInstant()
            .isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      // they take space, no more
    }
  }

  private static void fill(Path file, Source content) throws IOException {
    try (FileChannel channel =
            SafeFiles.access(
                "Write",
                file,
                () ->
                    FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        OutputStream out = Channels.newOutputStream(channel)) {
      var buffer = new Buffer();
      while (content.read(buffer, STEP) >= 0) {
        SafeFiles.access("Write", file, () -> buffer.writeTo(out));
      }
      SafeFiles.run("Write", file, () -> channel.force(true));
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // cleaned up later
    }
  }
}
