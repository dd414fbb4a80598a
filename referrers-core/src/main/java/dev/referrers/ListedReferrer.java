package dev.referrers;

import dev.referrers.error.DeadlineExceededException;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/** A referrer as a {@link ReferrerDecoder} sees it. Thread-safe. */
public final class ListedReferrer {

  private final Repository repository;
  private final Referrer referrer;
  private @Nullable Manifest manifest;
  private @Nullable IOException failure;

  /**
   * @param manifest where it was fetched already
   */
  ListedReferrer(Repository repository, Referrer referrer, @Nullable Manifest manifest) {
    this.repository = repository;
    this.referrer = referrer;
    this.manifest = manifest;
  }

  /** What a list says about it. */
  public Descriptor descriptor() {
    return referrer.descriptor();
  }

  /** Where it is stored, and its layers. */
  public Repository repository() {
    return repository;
  }

  /** The manifest; fetched when it is first asked for. */
  public synchronized Manifest manifest() throws IOException {
    if (failure != null) {
      throw failure;
    }
    Manifest known = manifest;
    if (known == null) {
      known = repository.fetch(descriptor());
      manifest = known;
    }
    return known;
  }

  Referrer referrer() {
    return referrer;
  }

  synchronized boolean isAtHand() {
    return manifest != null;
  }

  /**
   * Fetches the manifest. A failure is for who asks for it, unless it ends the whole operation.
   *
   * @param access the repository within the operation's deadline
   */
  void fetch(Repository access) throws IOException {
    try {
      Manifest fetched = access.fetch(descriptor());
      synchronized (this) {
        manifest = fetched;
      }
    } catch (InterruptedIOException | DeadlineExceededException e) {
      throw e;
    } catch (IOException e) {
      synchronized (this) {
        failure = e;
      }
    }
  }
}
