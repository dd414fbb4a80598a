package dev.referrers;

import dev.referrers.internal.layout.LayoutSettings;
import dev.referrers.internal.layout.Layouts;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Limits;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An OCI image layout in a directory, used as a repository: everything that works on a registry
 * works on it. Other tools read what is written, and what they write is seen: tags are the {@code
 * org.opencontainers.image.ref.name} of {@code index.json}, and a referrer is listed there, as oras
 * does it, and under the referrers tag, as regctl does it.
 *
 * <p>Any number of threads and processes may write to one layout at once through this library:
 * files get their names when they are whole, and {@code index.json} is changed under a lock on the
 * file {@code index.json.lock} beside it. A process that is killed leaves a layout that is whole.
 * Other tools take no such lock, so let them write at other times. The layout has to be on a file
 * system with locks that work between its writers. Symbolic links in it are not followed.
 */
public final class OciLayout {

  private OciLayout() {}

  /** Opens a layout, as {@link Builder#open()} does without further settings. */
  public static Repository open(Path directory) throws IOException {
    return at(directory).open();
  }

  /** Opens or makes a layout, as {@link Builder#create()} does without further settings. */
  public static Repository create(Path directory) throws IOException {
    return at(directory).create();
  }

  /** Starts with the directory that is, or is to be, a layout. */
  public static Builder at(Path directory) {
    return new Builder(directory);
  }

  /** Decides how a layout is used. Not thread-safe. */
  public static final class Builder {

    private final Path directory;
    private Limits limits = LayoutSettings.DEFAULT.limits();
    private RegistryListener listener = LayoutSettings.DEFAULT.listener();
    private Duration timeout = LayoutSettings.DEFAULT.timeout();
    private Duration transferTimeout = LayoutSettings.DEFAULT.transferTimeout();

    private Builder(Path directory) {
      this.directory = directory;
    }

    /** The most that is accepted; {@link Limits#DEFAULT} unless set. */
    public Builder limits(Limits limits) {
      this.limits = limits;
      return this;
    }

    /** Hears of the bytes of blobs and the lists that are read. */
    public Builder listener(RegistryListener listener) {
      this.listener = listener;
      return this;
    }

    /** How long one operation may take unless it moves a blob; five minutes unless set. */
    public Builder timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    /** How long one operation may take that moves a blob; one hour unless set. */
    public Builder transferTimeout(Duration transferTimeout) {
      this.transferTimeout = transferTimeout;
      return this;
    }

    /**
     * Opens a layout that is there; one that can only be read will do for reading.
     *
     * @throws dev.referrers.error.NotFoundException when the directory is not there, or no layout
     * @throws dev.referrers.error.MalformedContentException when it is of another version
     */
    public Repository open() throws IOException {
      return Layouts.open(directory, settings());
    }

    /** Opens a layout, or makes one of a directory that need not be there. */
    public Repository create() throws IOException {
      return Layouts.create(directory, settings());
    }

    private LayoutSettings settings() {
      return new LayoutSettings(limits, listener, timeout, transferTimeout);
    }
  }
}
