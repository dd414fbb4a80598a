package dev.referrers.repository;

import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.RepositoryName;
import dev.referrers.transport.Capabilities;
import dev.referrers.transport.Limits;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * One repository: manifests, blobs and tags under one name.
 *
 * <p>Blocking and thread-safe. Interrupting the calling thread ends a call with an {@link
 * java.io.InterruptedIOException}. Every call ends within the deadline of {@link #within} or the
 * client's own. What the other side sends is limited by {@link #limits()} and checked against its
 * digest; failures are {@link dev.referrers.error.RegistryException}s, and "not there" is null or
 * false only where a method says so.
 */
public interface Repository {

  /** The most tags that {@link #allTags} takes. */
  int MOST_TAGS = 100_000;

  /** Registry and name, such as {@code registry.example/acme/api}; the same for the same place. */
  String location();

  /**
   * The same repository, whose calls all end by {@code deadline} from now; an earlier one stays.
   */
  Repository within(Duration deadline);

  /**
   * The same repository, for an operation of several calls: they all end by one deadline, that of
   * {@link #within} or else the client's own, from now.
   */
  default Repository inOneOperation() {
    return this;
  }

  /** What is known about this and other repositories of the client, under {@link #location()}. */
  Capabilities capabilities();

  Limits limits();

  RegistryListener listener();

  /**
   * Looks a manifest up without fetching it.
   *
   * @param tagOrDigest a tag, or a digest's text
   * @return media type, digest and size as the repository says, or null when it is not there
   */
  @Nullable Descriptor find(String tagOrDigest) throws IOException;

  /**
   * Fetches a manifest; one asked for by digest is checked against it.
   *
   * @return null when it is not there
   */
  @Nullable FetchedManifest fetch(String tagOrDigest) throws IOException;

  /**
   * Pushes a manifest under its digest, without a tag.
   *
   * @throws dev.referrers.error.LimitExceededException before anything is sent, when the manifest
   *     is larger than {@link Limits#manifestBytes()}
   */
  PushedManifest push(Manifest manifest) throws IOException;

  /** Points the tag to the manifest, and stores that, if the precondition holds. */
  PushedTag pushTag(String tag, Manifest manifest, Precondition precondition) throws IOException;

  /** Whether the blob is there. */
  boolean hasBlob(Digest blob) throws IOException;

  /**
   * Opens a blob, to be closed by the caller. Reading ends with a {@link
   * dev.referrers.error.DigestMismatchException} when the bytes are not those of the descriptor, so
   * trust none of them before the end was reached.
   *
   * @throws NotFoundException when it is not there
   */
  BufferedSource openBlob(Descriptor blob) throws IOException;

  /** Stores a blob, whether it is there already or not. */
  void pushBlob(Blob blob) throws IOException;

  /**
   * Takes a blob over from another repository of the same registry, without moving its bytes.
   *
   * @return whether it is here now; false means that it has to be pushed
   */
  boolean mountBlob(Digest blob, RepositoryName from) throws IOException;

  /**
   * Asks the referrers API for one page.
   *
   * @param artifactType media type to ask for; the page may hold others all the same
   * @param next null for the first page, then {@link ReferrersAnswer.Page#next()} of the one before
   */
  ReferrersAnswer referrers(Digest subject, @Nullable String artifactType, @Nullable String next)
      throws IOException;

  /**
   * Lists tags, in the repository's order.
   *
   * @param next null for the first page, then {@link TagsPage#next()} of the one before
   * @throws NotFoundException when the registry says that there is no such repository
   */
  TagsPage tags(@Nullable String next) throws IOException;

  /**
   * Lists all tags, in the repository's order.
   *
   * @throws NotFoundException when the registry says that there is no such repository
   * @throws LimitExceededException past {@link #MOST_TAGS}, or {@link Limits#pages()} pages
   * @throws MalformedContentException when the pages form a loop
   */
  default List<String> allTags() throws IOException {
    String what = "Tags of " + location();
    List<String> tags = new ArrayList<>();
    Set<String> asked = new HashSet<>();
    @Nullable String next = null;
    do {
      TagsPage page = tags(next);
      tags.addAll(page.tags());
      next = page.next();
      if (tags.size() > MOST_TAGS) {
        throw new LimitExceededException(what, MOST_TAGS, "tags", "Repository.MOST_TAGS");
      }
      if (next != null && !asked.add(next)) {
        throw new MalformedContentException(
            what, "expected an end but its pages form a loop", null, null);
      }
      if (asked.size() >= limits().pages()) {
        throw new LimitExceededException(what, limits().pages(), "pages", "Limits.pages");
      }
    } while (next != null);
    return tags;
  }

  /** Deletes a manifest; false when it was not there. */
  boolean deleteManifest(Digest manifest) throws IOException;

  /** Deletes a tag and leaves its manifest; false when it was not there. */
  boolean deleteTag(String tag) throws IOException;

  /** Deletes a blob; false when it was not there. */
  boolean deleteBlob(Digest blob) throws IOException;

  /**
   * Looks a manifest up without fetching it.
   *
   * @throws NotFoundException when it is not there
   */
  default Descriptor resolve(String tagOrDigest) throws IOException {
    Descriptor found = find(tagOrDigest);
    if (found == null) {
      throw new NotFoundException("Manifest " + tagOrDigest, location());
    }
    return found;
  }

  /**
   * Fetches a manifest; one asked for by digest is checked against it.
   *
   * @throws NotFoundException when it is not there
   */
  default FetchedManifest require(String tagOrDigest) throws IOException {
    FetchedManifest found = fetch(tagOrDigest);
    if (found == null) {
      throw new NotFoundException("Manifest " + tagOrDigest, location());
    }
    return found;
  }

  /**
   * Fetches the manifest of a descriptor and checks its digest and size.
   *
   * @throws NotFoundException when it is not there
   */
  default Manifest fetch(Descriptor manifest) throws IOException {
    FetchedManifest found = require(manifest.digest().toString());
    found.requireSize(manifest);
    return found.manifest();
  }
}
