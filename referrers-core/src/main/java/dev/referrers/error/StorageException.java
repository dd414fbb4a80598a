package dev.referrers.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** A file of an OCI layout could not be read or written: no right to, no space, a broken disk. */
public final class StorageException extends RegistryException {

  private final String path;

  /**
   * @param action what was tried, capitalised: {@code Read}, {@code Write}
   * @param path the file or directory
   */
  public StorageException(String action, String path, IOException cause) {
    super(action + " of " + path + ": " + reason(cause), null, cause);
    this.path = path;
  }

  /** The file or directory. */
  public String path() {
    return path;
  }

  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    String text = cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
    return text == null ? cause.getClass().getSimpleName() : text;
  }
}
