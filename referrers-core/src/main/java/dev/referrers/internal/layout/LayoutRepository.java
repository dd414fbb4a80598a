package dev.referrers.internal.layout;

import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.internal.store.VerifiedSource;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.RepositoryName;
import dev.referrers.oci.Tag;
import dev.referrers.repository.Blob;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.PushedManifest;
import dev.referrers.repository.PushedTag;
import dev.referrers.repository.ReferrersAnswer;
import dev.referrers.repository.Repository;
import dev.referrers.repository.TagsPage;
import dev.referrers.transport.Capabilities;
import dev.referrers.transport.Limits;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * A repository in the form of an OCI image layout, whatever holds it. The version of a tag is the
 * digest that it points to.
 */
final class LayoutRepository implements Repository {

  private final Storage storage;
  private final LayoutSettings settings;
  private final Capabilities capabilities;
  private final ManifestFiles manifests;
  private final @Nullable Deadline deadline;

  /**
   * @param deadline of all calls; null for one of its own for each
   */
  LayoutRepository(
      Storage storage,
      LayoutSettings settings,
      Capabilities capabilities,
      @Nullable Deadline deadline) {
    this.storage = storage;
    this.settings = settings;
    this.capabilities = capabilities;
    this.manifests = new ManifestFiles(storage, settings.limits());
    this.deadline = deadline;
  }

  @Override
  public String location() {
    return storage.location();
  }

  @Override
  public Repository within(Duration deadline) {
    return until(Deadline.in(deadline, Time.SYSTEM).orEarlier(this.deadline));
  }

  @Override
  public Repository inOneOperation() {
    return deadline == null ? until(Deadline.in(settings.timeout(), Time.SYSTEM)) : this;
  }

  private Repository until(Deadline deadline) {
    return new LayoutRepository(storage, settings, capabilities, deadline);
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Limits limits() {
    return settings.limits();
  }

  @Override
  public RegistryListener listener() {
    return settings.listener();
  }

  @Override
  public @Nullable Descriptor find(String tagOrDigest) throws IOException {
    FetchedManifest found = fetch(tagOrDigest);
    if (found == null) {
      return null;
    }
    Manifest manifest = found.manifest();
    Digest digest = Digest.parse(String.valueOf(found.version()));
    return Descriptor.of(manifest.mediaType(), digest, manifest.bytes().size());
  }

  @Override
  public @Nullable FetchedManifest fetch(String tagOrDigest) throws IOException {
    start("Read of " + tagOrDigest, settings.timeout());
    if (tagOrDigest.indexOf(':') < 0) {
      return fetchTagged(Tag.parse(tagOrDigest).value());
    }
    Digest digest = Digest.parse(tagOrDigest);
    Manifest manifest = manifests.read(digest, null);
    return manifest == null ? null : new FetchedManifest(manifest, digest.toString());
  }

  private @Nullable FetchedManifest fetchTagged(String tag) throws IOException {
    Descriptor entry = named(tag);
    while (entry != null) {
      Manifest manifest = manifests.read(entry.digest(), entry.mediaType());
      if (manifest != null) {
        return new FetchedManifest(manifest, entry.digest().toString());
      }
      Descriptor now = named(tag); // a list of referrers is deleted when the next is there
      if (now != null && now.digest().equals(entry.digest())) {
        throw new MalformedContentException(
            "OCI layout " + location(),
            "tag " + tag + " is " + entry.digest() + ", which is not there",
            null,
            null);
      }
      entry = now;
    }
    return null;
  }

  private @Nullable Descriptor named(String tag) throws IOException {
    return new Entries(storage.index()).named(tag);
  }

  @Override
  public PushedManifest push(Manifest manifest) throws IOException {
    locked("Push of " + manifest.digest(), () -> update().add(manifest));
    Descriptor subject = manifest.subject();
    return new PushedManifest(manifest.descriptor(), subject == null ? null : subject.digest());
  }

  @Override
  public PushedTag pushTag(String tag, Manifest manifest, Precondition precondition)
      throws IOException {
    String checked = Tag.parse(tag).value();
    boolean written = locked("Push of " + tag, () -> update().tag(checked, manifest, precondition));
    return written ? new PushedTag(true, manifest.digest().toString()) : PushedTag.REFUSED;
  }

  @Override
  public boolean hasBlob(Digest blob) throws IOException {
    start("Look-up of blob " + blob, settings.timeout());
    return blob.verifiable() && storage.has(blob);
  }

  @Override
  public BufferedSource openBlob(Descriptor blob) throws IOException {
    Deadline end = start("Read of blob " + blob.digest(), settings.transferTimeout());
    VerifiedSource.requireVerifiable(blob);
    Storage.Content content = storage.open(blob.digest());
    if (content == null) {
      throw new NotFoundException("Blob " + blob.digest(), location());
    }
    var transfer = new Transfer(content.bytes(), blob.digest(), false, listener(), end);
    return Okio.buffer(VerifiedSource.of(blob, transfer));
  }

  @Override
  public void pushBlob(Blob blob) throws IOException {
    Descriptor descriptor = blob.descriptor();
    Deadline end = start("Push of blob " + descriptor.digest(), settings.transferTimeout());
    VerifiedSource.requireVerifiable(descriptor);
    try (Source content = blob.open()) {
      var transfer = new Transfer(content, descriptor.digest(), true, listener(), end);
      storage.write(descriptor, VerifiedSource.of(descriptor, transfer));
    }
  }

  @Override
  public boolean mountBlob(Digest blob, RepositoryName from) throws IOException {
    return hasBlob(blob);
  }

  @Override
  public ReferrersAnswer referrers(
      Digest subject, @Nullable String artifactType, @Nullable String next) throws IOException {
    requireNoPage(next);
    Deadline end = start("Search for referrers of " + subject, settings.timeout());
    List<Descriptor> all = new ReferrersList(this, storage, manifests, subject, end).read();
    if (artifactType == null) {
      return new ReferrersAnswer.Page(all, false, null);
    }
    var wanted = all.stream().filter(each -> artifactType.equals(each.artifactType())).toList();
    return new ReferrersAnswer.Page(wanted, true, null);
  }

  @Override
  public TagsPage tags(@Nullable String next) throws IOException {
    requireNoPage(next);
    start("List of tags", settings.timeout());
    return new TagsPage(new Entries(storage.index()).tags(), null);
  }

  @Override
  public boolean deleteManifest(Digest manifest) throws IOException {
    return locked("Deletion of " + manifest, () -> update().delete(manifest));
  }

  @Override
  public boolean deleteTag(String tag) throws IOException {
    String checked = Tag.parse(tag).value();
    return locked("Deletion of " + tag, () -> update().deleteTag(checked));
  }

  /** A manifest is no blob, though it is kept among them. */
  @Override
  public boolean deleteBlob(Digest blob) throws IOException {
    return locked(
        "Deletion of blob " + blob,
        () -> blob.verifiable() && !new Entries(storage.index()).has(blob) && storage.delete(blob));
  }

  private IndexUpdate update() throws IOException {
    return new IndexUpdate(this, storage, manifests);
  }

  private boolean locked(String what, Storage.Change change) throws IOException {
    return storage.locked(start(what, settings.timeout()), change);
  }

  /** The deadline of an operation that begins now. */
  private Deadline start(String what, Duration timeout) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException(what + " was interrupted");
    }
    Deadline end = deadline == null ? Deadline.in(timeout, Time.SYSTEM) : deadline;
    if (end.isOver()) {
      throw end.exceeded(what, null);
    }
    return end;
  }

  private static void requireNoPage(@Nullable String next) {
    if (next != null) {
      throw new IllegalArgumentException("A layout lists all on one page, so there is no next");
    }
  }

  @Override
  public String toString() {
    return location();
  }
}
