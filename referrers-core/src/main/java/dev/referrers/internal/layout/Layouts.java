package dev.referrers.internal.layout;

import dev.referrers.error.NotFoundException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Capabilities;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Opens repositories in the form of an OCI image layout. */
public final class Layouts {

  private static final List<Feature> FEATURES =
      List.of(
          Feature.REFERRERS_API,
          Feature.OCI_SUBJECT,
          Feature.ARTIFACT_TYPE_FILTER,
          Feature.CONDITIONAL_TAGS,
          Feature.DELETE,
          Feature.MOVABLE_TAGS,
          Feature.TAG_LIST);

  private Layouts() {}

  /**
   * Opens a layout.
   *
   * @throws NotFoundException when the directory is none
   */
  public static Repository open(Path directory, LayoutSettings settings) throws IOException {
    Path root =
        SafeFiles.access(
            "Read",
            directory,
            () -> {
              try {
                return directory.toRealPath();
              } catch (NoSuchFileException e) {
                throw new NotFoundException("File " + LayoutFile.NAME, "oci:" + directory);
              }
            });
    LayoutFile.check(root);
    return in(new DirectoryStorage(root, settings.limits()), settings);
  }

  /** Opens a layout, or makes the directory one. */
  public static Repository create(Path directory, LayoutSettings settings) throws IOException {
    Path root =
        SafeFiles.access("Write", directory, () -> Files.createDirectories(directory).toRealPath());
    var storage = new DirectoryStorage(root, settings.limits());
    storage.create(Deadline.in(settings.timeout(), Time.SYSTEM));
    return in(storage, settings);
  }

  /**
   * A layout in memory.
   *
   * @param capacity bytes that it can hold
   */
  public static Repository inMemory(long capacity, LayoutSettings settings) {
    return in(new MemoryStorage(capacity), settings);
  }

  private static Repository in(Storage storage, LayoutSettings settings) {
    var capabilities = new Capabilities();
    FEATURES.forEach(feature -> capabilities.pin(storage.location(), feature, true));
    capabilities.pin(storage.location(), Feature.MOUNT, false);
    return new LayoutRepository(storage, settings, capabilities, null);
  }
}
