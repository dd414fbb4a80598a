package dev.referrers.support;

import dev.referrers.error.DeadlineExceededException;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.RegistryError;
import dev.referrers.error.ResponseException;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.RepositoryName;
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
import java.util.Optional;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** One client of a {@link MemoryStore}, with knowledge of its own. */
public final class MemoryRepository implements Repository {

  private final MemoryStore store;
  private final String location;
  private final Capabilities capabilities;
  private final Time time;
  private final Limits limits;
  private final long end;

  private MemoryRepository(
      MemoryStore store,
      String location,
      Capabilities capabilities,
      Time time,
      Limits limits,
      long end) {
    this.store = store;
    this.location = location;
    this.capabilities = capabilities;
    this.time = time;
    this.limits = limits;
    this.end = end;
  }

  public static MemoryRepository of(MemoryStore store) {
    return of(store, Time.SYSTEM);
  }

  public static MemoryRepository of(MemoryStore store, Time time) {
    long end = time.nanoTime() + Duration.ofHours(1).toNanos();
    return new MemoryRepository(
        store, store.location, new Capabilities(), time, Limits.DEFAULT, end);
  }

  /** The same as a client of another process has it, so that nothing in this process is shared. */
  public MemoryRepository inProcess(int process) {
    return new MemoryRepository(
        store, location + "/p" + process, new Capabilities(), time, limits, end);
  }

  public MemoryRepository withLimits(Limits limits) {
    return new MemoryRepository(store, location, capabilities, time, limits, end);
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public Repository within(Duration deadline) {
    long earlier = Math.min(end, time.nanoTime() + deadline.toNanos());
    return new MemoryRepository(store, location, capabilities, time, limits, earlier);
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public RegistryListener listener() {
    return RegistryListener.NONE;
  }

  @Override
  public @Nullable Descriptor find(String tagOrDigest) throws IOException {
    Manifest found = read("HEAD ", tagOrDigest);
    return found == null ? null : found.descriptor();
  }

  @Override
  public @Nullable FetchedManifest fetch(String tagOrDigest) throws IOException {
    Manifest found = read("GET ", tagOrDigest);
    return found == null ? null : new FetchedManifest(found, version(found));
  }

  @Override
  public PushedManifest push(Manifest manifest) throws IOException {
    checkSize(manifest, limits.manifestBytes(), "Limits.manifestBytes");
    return call(
        "PUT manifest",
        () -> {
          if (manifest instanceof ImageManifest image) {
            checkBlobs(image);
          }
          store.manifests.put(manifest.digest(), manifest);
          Descriptor subject = manifest.subject();
          boolean named = store.api == MemoryStore.Api.HONEST || store.api == MemoryStore.Api.LYING;
          return new PushedManifest(
              manifest.descriptor(), subject != null && named ? subject.digest() : null);
        });
  }

  @Override
  public PushedTag pushTag(String tag, Manifest manifest, Precondition precondition)
      throws IOException {
    checkSize(manifest, limits.listingBytes(), "Limits.listingBytes");
    return call(
        "PUT tag",
        () -> {
          Manifest now = store.tags.get(tag);
          if (store.etags == MemoryStore.ETags.HONOURED && !holds(precondition, now)) {
            return PushedTag.REFUSED;
          }
          store.manifests.put(manifest.digest(), manifest);
          if (!store.drop.test(manifest)) {
            store.tags.put(tag, manifest);
          }
          return new PushedTag(true, version(manifest));
        });
  }

  @Override
  public boolean hasBlob(Digest blob) throws IOException {
    return call("HEAD blob", () -> store.blobs.contains(blob));
  }

  @Override
  public BufferedSource openBlob(Descriptor blob) throws IOException {
    return call("GET blob", () -> new Buffer());
  }

  @Override
  public void pushBlob(Blob blob) throws IOException {
    boolean empty = blob.descriptor().digest().equals(Descriptor.EMPTY_JSON.digest());
    call(empty ? "POST {}" : "POST blob", () -> store.blobs.add(blob.descriptor().digest()));
  }

  @Override
  public boolean mountBlob(Digest blob, RepositoryName from) {
    return false;
  }

  @Override
  public ReferrersAnswer referrers(
      Digest subject, @Nullable String artifactType, @Nullable String next) throws IOException {
    return call(
        "GET referrers",
        () -> {
          if (store.api == MemoryStore.Api.NONE || store.api == MemoryStore.Api.LYING) {
            return new ReferrersAnswer.NoApi("GET referrers: 404", true);
          }
          return new ReferrersAnswer.Page(store.referrers(subject), false, null);
        });
  }

  @Override
  public TagsPage tags(@Nullable String next) {
    return new TagsPage(List.copyOf(store.tags()), null);
  }

  @Override
  public boolean deleteManifest(Digest manifest) throws IOException {
    return call("DELETE manifest", () -> store.manifests.remove(manifest) != null);
  }

  @Override
  public boolean deleteTag(String tag) throws IOException {
    return call("DELETE tag", () -> store.tags.remove(tag) != null);
  }

  @Override
  public boolean deleteBlob(Digest blob) throws IOException {
    return call("DELETE blob", () -> store.blobs.remove(blob));
  }

  private interface Action<T> {
    T run() throws IOException;
  }

  /** The steps may take time: what is late before it is done is not done, later it is not told. */
  private <T> T call(String name, Action<T> action) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    checkTime(name);
    store.called(name);
    T result;
    synchronized (store) {
      checkTime(name);
      result = action.run();
    }
    store.answered(name);
    checkTime(name);
    return result;
  }

  private void checkTime(String name) throws DeadlineExceededException {
    if (time.nanoTime() - end >= 0) {
      throw new DeadlineExceededException(name, Duration.ZERO, null);
    }
  }

  private @Nullable Manifest read(String method, String tagOrDigest) throws IOException {
    return call(method + kind(tagOrDigest), () -> Optional.ofNullable(lookUp(tagOrDigest)))
        .orElse(null);
  }

  private @Nullable Manifest lookUp(String tagOrDigest) {
    return isDigest(tagOrDigest)
        ? store.manifests.get(Digest.parse(tagOrDigest))
        : store.tags.get(tagOrDigest);
  }

  private @Nullable String version(Manifest manifest) {
    return store.etags == MemoryStore.ETags.NONE ? null : '"' + manifest.digest().toString() + '"';
  }

  private boolean holds(Precondition precondition, @Nullable Manifest now) {
    if (precondition instanceof Precondition.Unchanged unchanged) {
      return now != null && unchanged.version().equals(version(now));
    }
    return !(precondition instanceof Precondition.Absent) || now == null;
  }

  private void checkBlobs(ImageManifest manifest) throws ResponseException {
    boolean missing =
        !store.blobs.contains(manifest.config().digest())
            || manifest.layers().stream().anyMatch(each -> !store.blobs.contains(each.digest()));
    if (missing) {
      throw refusal(400, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry");
    }
  }

  private static void checkSize(Manifest manifest, long most, String limit)
      throws LimitExceededException {
    if (manifest.bytes().size() > most) {
      throw new LimitExceededException("Manifest " + manifest.digest(), most, "bytes", limit);
    }
  }

  /** What a registry says no with. */
  public static ResponseException refusal(int status, String code, String message) {
    return new ResponseException(
        "PUT",
        "memory.example/v2/store/manifests",
        status,
        List.of(new RegistryError(code, message)),
        null,
        null,
        null);
  }

  private static String kind(String tagOrDigest) {
    return isDigest(tagOrDigest) ? "manifest" : "tag";
  }

  private static boolean isDigest(String tagOrDigest) {
    return tagOrDigest.indexOf(':') >= 0;
  }
}
