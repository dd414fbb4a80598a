package dev.referrers.testing;

import dev.referrers.oci.MediaTypes;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link FakeRegistry} behaves. Immutable; every {@code with} returns a copy.
 *
 * <p>{@link #specified()} is a registry as distribution-spec 1.1 wants it: referrers API with
 * filter, single POST, mount, ranges, deletion; contents are checked. {@link Profiles} has
 * combinations that stand for known registries.
 */
public final class Behaviour implements Cloneable {

  private static final Behaviour SPECIFIED = new Behaviour();

  @Nullable Answer referrersAnswer;
  @Nullable Answer unknownRepositoryAnswer;
  @Nullable Answer unknownSubjectAnswer;
  @Nullable OciSubject ociSubject;
  Filtering filtering = Filtering.APPLIED;
  ListedType listedType = ListedType.SPECIFIED;
  boolean listedAnnotations = true;
  boolean nullLists;
  String listContentType = MediaTypes.IMAGE_INDEX;
  Paging paging = Paging.NONE;
  int listingLag;
  Duration listingDelay = Duration.ZERO;
  int droppedReferrers;

  ETags eTags = ETags.NONE;
  DigestHeader digestHeader = DigestHeader.RIGHT;
  AcceptHandling acceptHandling = AcceptHandling.IGNORED;
  ErrorBody errorBody = ErrorBody.JSON;
  Deletion deletion = Deletion.ON;
  int maxManifestBytes = Integer.MAX_VALUE;
  Answer largeManifestAnswer = Answer.status(413);
  @Nullable Answer immutableTagAnswer;
  Map<ManifestTrait, Answer> refusals = new EnumMap<>(ManifestTrait.class);
  boolean contentCheck = true;
  int droppedTagWrites;
  int tagLag;
  boolean digestTags;

  boolean singlePost = true;
  boolean mount = true;
  boolean ranges = true;
  int chunkMinimum;
  @Nullable String blobRedirect;
  boolean absoluteLocations;

  Auth auth = Auth.NONE;
  Duration latency = Duration.ZERO;
  Headers headers = Headers.of();

  private Behaviour() {}

  /** Everything as the specification says. */
  public static Behaviour specified() {
    return SPECIFIED;
  }

  /**
   * The referrers endpoint is unknown: 404, plain text. Pushes are answered without OCI-Subject.
   */
  public Behaviour withoutReferrersApi() {
    return withReferrersAnswer(Answer.of(404, "text/plain; charset=utf-8", "404 page not found\n"));
  }

  /**
   * The referrers endpoint answers this, whatever it is asked. Pushes are answered without
   * OCI-Subject, unless {@link #withOciSubject} says otherwise.
   */
  public Behaviour withReferrersAnswer(Answer answer) {
    return with(copy -> copy.referrersAnswer = answer);
  }

  /** The referrers API works; undoes {@link #withReferrersAnswer}. */
  public Behaviour withReferrersApi() {
    return with(copy -> copy.referrersAnswer = null);
  }

  /** The referrers endpoint answers this for a repository that holds nothing yet. */
  public Behaviour withUnknownRepositoryAnswer(Answer answer) {
    return with(copy -> copy.unknownRepositoryAnswer = answer);
  }

  /** The referrers endpoint answers this for a subject that the repository doesn't hold. */
  public Behaviour withUnknownSubjectAnswer(Answer answer) {
    return with(copy -> copy.unknownSubjectAnswer = answer);
  }

  public Behaviour withOciSubject(OciSubject ociSubject) {
    return with(copy -> copy.ociSubject = ociSubject);
  }

  public Behaviour withFiltering(Filtering filtering) {
    return with(copy -> copy.filtering = filtering);
  }

  public Behaviour withListedType(ListedType listedType) {
    return with(copy -> copy.listedType = listedType);
  }

  /** Entries of the referrers list lack annotations (quay/quay#3047). */
  public Behaviour withoutListedAnnotations() {
    return with(copy -> copy.listedAnnotations = false);
  }

  /** An empty referrers list has {@code "manifests":null}, as CUE's registry writes it. */
  public Behaviour withNullLists() {
    return with(copy -> copy.nullLists = true);
  }

  /** The Content-Type of a referrers list. */
  public Behaviour withListContentType(String contentType) {
    return with(copy -> copy.listContentType = contentType);
  }

  public Behaviour withPaging(Paging paging) {
    return with(copy -> copy.paging = paging);
  }

  /** A pushed referrer is left out of the next so many answers of the referrers endpoint. */
  public Behaviour withListingLag(int answers) {
    return with(copy -> copy.listingLag = answers);
  }

  /** A pushed referrer is left out of the list for this long. */
  public Behaviour withListingDelay(Duration delay) {
    return with(copy -> copy.listingDelay = delay);
  }

  /**
   * Every so many-th pushed referrer is acknowledged and lost, listing and manifest, as olareg does
   * under concurrent writers; 1 loses all, 0 none.
   */
  public Behaviour withDroppedReferrers(int every) {
    return with(copy -> copy.droppedReferrers = every);
  }

  public Behaviour withETags(ETags eTags) {
    return with(copy -> copy.eTags = eTags);
  }

  public Behaviour withDigestHeader(DigestHeader digestHeader) {
    return with(copy -> copy.digestHeader = digestHeader);
  }

  public Behaviour withAcceptHandling(AcceptHandling acceptHandling) {
    return with(copy -> copy.acceptHandling = acceptHandling);
  }

  public Behaviour withErrorBody(ErrorBody errorBody) {
    return with(copy -> copy.errorBody = errorBody);
  }

  public Behaviour withDeletion(Deletion deletion) {
    return with(copy -> copy.deletion = deletion);
  }

  /** Larger manifests are answered 413. */
  public Behaviour withMaxManifestBytes(int bytes) {
    return withMaxManifestBytes(
        bytes, Answer.error(413, "SIZE_INVALID", "manifest is larger than " + bytes + " bytes"));
  }

  /** Larger manifests are answered so. */
  public Behaviour withMaxManifestBytes(int bytes, Answer answer) {
    return with(
        copy -> {
          copy.maxManifestBytes = bytes;
          copy.largeManifestAnswer = answer;
        });
  }

  /** A tag can't be moved or deleted: 403 DENIED, as CUE's registry answers. */
  public Behaviour withImmutableTags() {
    return withImmutableTags(Answer.error(403, "DENIED", "tag is immutable"));
  }

  /** A tag can't be moved or deleted; trying is answered so. */
  public Behaviour withImmutableTags(Answer answer) {
    return with(copy -> copy.immutableTagAnswer = answer);
  }

  /** A manifest with the trait isn't taken; pushing it is answered so. */
  public Behaviour withRefusal(ManifestTrait trait, Answer answer) {
    return with(copy -> copy.refusals.put(trait, answer));
  }

  /** A manifest is taken although its blobs or children aren't there. */
  public Behaviour withoutContentCheck() {
    return with(copy -> copy.contentCheck = false);
  }

  /**
   * Every so many-th write of a tag is acknowledged and lost, while the manifest is kept
   * (goharbor/harbor#23118); 1 loses all, 0 none.
   */
  public Behaviour withDroppedTagWrites(int every) {
    return with(copy -> copy.droppedTagWrites = every);
  }

  /** After a write of a tag, the next so many reads still see what was there before. */
  public Behaviour withTagLag(int reads) {
    return with(copy -> copy.tagLag = reads);
  }

  /**
   * The tag {@code sha256-<hex>} resolves to the manifest {@code sha256:<hex>} when nobody pushed
   * such a tag (GitLab: oras-project/oras-go#1396).
   */
  public Behaviour withDigestTags() {
    return with(copy -> copy.digestTags = true);
  }

  /** A POST that carries the whole blob is answered 202: go on as a session. */
  public Behaviour withoutSinglePost() {
    return with(copy -> copy.singlePost = false);
  }

  /** A mount is answered 202: upload it. */
  public Behaviour withoutMount() {
    return with(copy -> copy.mount = false);
  }

  /** {@code Range} is ignored. */
  public Behaviour withoutRanges() {
    return with(copy -> copy.ranges = false);
  }

  /** Sends {@code OCI-Chunk-Min-Length} and takes no smaller chunk but the last. */
  public Behaviour withChunkMinimum(int bytes) {
    return with(copy -> copy.chunkMinimum = bytes);
  }

  /**
   * A GET of a blob is redirected (307) to the same path on another host, with a secret in its
   * query.
   *
   * @param baseUrl such as {@link FakeRegistry#url()} of a registry that holds the same content
   */
  public Behaviour withBlobRedirect(String baseUrl) {
    return with(copy -> copy.blobRedirect = baseUrl);
  }

  /** {@code Location} has scheme and host. */
  public Behaviour withAbsoluteLocations() {
    return with(copy -> copy.absoluteLocations = true);
  }

  public Behaviour withAuth(Auth auth) {
    return with(copy -> copy.auth = auth);
  }

  /** How long a request is under way: half before it takes effect and half after. */
  public Behaviour withLatency(Duration latency) {
    return with(copy -> copy.latency = latency);
  }

  /** One more header on every answer, such as {@code Warning} or {@code RateLimit-Remaining}. */
  public Behaviour withHeader(String name, String value) {
    return with(copy -> copy.headers = copy.headers.newBuilder().add(name, value).build());
  }

  OciSubject effectiveOciSubject() {
    if (ociSubject != null) {
      return ociSubject;
    }
    return referrersAnswer == null ? OciSubject.DIGEST : OciSubject.ABSENT;
  }

  private Behaviour with(Consumer<Behaviour> change) {
    Behaviour copy = clone();
    change.accept(copy);
    return copy;
  }

  @Override
  protected Behaviour clone() {
    try {
      var copy = (Behaviour) super.clone();
      copy.refusals = new EnumMap<>(refusals);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("Behaviour is cloneable", e);
    }
  }
}
