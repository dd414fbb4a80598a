package dev.referrers.internal.layout;

import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.RegistryException;
import dev.referrers.error.StorageException;
import dev.referrers.internal.concurrent.Time;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import okio.Buffer;
import okio.ByteString;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * Opens and makes files and directories that have to be just that: no symbolic link is followed,
 * and nothing that blocks or is something else is opened.
 */
final class SafeFiles {

  /**
   * What may fail in the manner of files.
   *
   * @param <T> its result
   */
  interface Access<T> {
    T run() throws IOException;
  }

  /** As {@link Access}, without a result. */
  interface Action {
    void run() throws IOException;
  }

  private SafeFiles() {}

  /** Opens a file; null when there is none. */
  static Storage.@Nullable Content open(Path file) throws IOException {
    return access("Read", file, () -> Optional.ofNullable(opened(file))).orElse(null);
  }

  private static Storage.@Nullable Content opened(Path file) throws IOException {
    BasicFileAttributes found = regular(file);
    if (found == null) {
      return null;
    }
    try {
      var stream = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      return new Storage.Content(found.size(), new FileSource(file, Okio.source(stream)));
    } catch (NoSuchFileException e) {
      return null; // gone since
    }
  }

  /** All of a file; null when there is none. */
  static @Nullable ByteString read(Path file, long most, String limit) throws IOException {
    Storage.Content content = open(file);
    if (content == null) {
      return null;
    }
    var bytes = new Buffer();
    try (Source source = content.bytes()) {
      while (bytes.size() <= most && source.read(bytes, most + 1 - bytes.size()) >= 0) {}
    }
    if (bytes.size() > most) {
      throw new LimitExceededException("File " + file, most, "bytes", limit);
    }
    return bytes.readByteString();
  }

  /** Whether there is such a file. */
  static boolean exists(Path file) throws IOException {
    return access("Read", file, () -> regular(file) != null);
  }

  /** Makes the directory unless it is there. */
  static void makeDirectory(Path directory) throws IOException {
    run(
        "Write",
        directory,
        () -> {
          try {
            Files.createDirectory(directory);
          } catch (FileAlreadyExistsException e) {
            requireDirectory(directory);
          }
        });
  }

  /** Whether the directory is there. */
  static boolean isDirectory(Path directory) throws IOException {
    return access(
        "Read",
        directory,
        () -> {
          try {
            requireDirectory(directory);
            return true;
          } catch (NoSuchFileException e) {
            return false;
          }
        });
  }

  /** Deletes a file; false when there was none. */
  static boolean delete(Path file) throws IOException {
    return access("Delete", file, () -> regular(file) != null && Files.deleteIfExists(file));
  }

  /** Makes what was renamed in it outlast a crash of the machine, where systems can do that. */
  static void sync(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no directories
    }
  }

  /** Opens an empty file for its lock, made when it is not there. */
  static FileChannel openLock(Path file) throws IOException {
    return access(
        "Lock",
        file,
        () -> {
          regular(file);
          return FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        });
  }

  /** As {@link #access}, without a result. */
  static void run(String action, Path path, Action task) throws IOException {
    access(
        action,
        path,
        () -> {
          task.run();
          return true;
        });
  }

  /** Fails in the manner of a repository. */
  static <T> T access(String action, Path path, Access<T> access) throws IOException {
    try {
      return access.run();
    } catch (RegistryException | InterruptedIOException e) {
      throw e;
    } catch (ClosedByInterruptException e) {
      throw Time.interrupted(action + " of " + path + " was interrupted");
    } catch (IOException e) {
      throw new StorageException(action, path.toString(), e);
    }
  }

  /** Null when it is not there. */
  private static @Nullable BasicFileAttributes regular(Path file) throws IOException {
    try {
      BasicFileAttributes found = attributes(file);
      if (!found.isRegularFile()) {
        throw odd(file, "a file", found);
      }
      return found;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static void requireDirectory(Path directory) throws IOException {
    BasicFileAttributes found = attributes(directory);
    if (!found.isDirectory()) {
      throw odd(directory, "a directory", found);
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static MalformedContentException odd(
      Path path, String expected, BasicFileAttributes found) {
    String kind =
        found.isSymbolicLink()
            ? "a symbolic link, which is not followed"
            : found.isDirectory() ? "a directory" : found.isRegularFile() ? "a file" : "neither";
    return new MalformedContentException(
        "OCI layout", "expected " + expected + " at " + path + " but it is " + kind, null, null);
  }
}
