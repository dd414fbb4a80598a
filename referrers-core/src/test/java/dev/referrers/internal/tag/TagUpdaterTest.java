package dev.referrers.internal.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.ConnectionException;
import dev.referrers.error.ImmutableTagException;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.ReferrersTagConflictException;
import dev.referrers.error.ResponseException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.support.FakeTime;
import dev.referrers.support.MemoryRepository;
import dev.referrers.support.MemoryStore;
import dev.referrers.support.MemoryStore.ETags;
import dev.referrers.transport.Feature;
import dev.referrers.transport.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class TagUpdaterTest {

  private static final Duration D = Duration.ofSeconds(1);
  private static final Descriptor IMAGE = entry("image");
  private static final Digest SUBJECT = IMAGE.digest();
  private static final String TAG = ReferrersTag.of(SUBJECT);
  private static final Descriptor A = entry("a");
  private static final Descriptor B = entry("b");
  private static final Descriptor C = entry("c");

  private final FakeTime time = new FakeTime();
  private final MemoryStore store = new MemoryStore();
  private final MemoryRepository repository = MemoryRepository.of(store, time);

  @Test
  void createsTheTagAndSeesItStay() throws IOException {
    list(A);

    assertThat(listed()).containsExactly(A);
    assertThat(store.calls()).containsExactly("GET tag", "PUT tag", "HEAD tag");
    assertThat(time.nanoTime()).isEqualTo(D.toNanos());
    assertThat(TagQueue.count()).isZero();
  }

  @Test
  void startsFromTheIndexThatTheSpecificationNames() throws IOException {
    list(A);

    assertThat(store.at(TAG).bytes().utf8())
        .startsWith(
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
                + "\"manifests\":[");
  }

  @Test
  void leavesTheRestOfTheIndexAlone() throws IOException {
    String before =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
        {"mediaType":"application/x.odd","digest":"%s","size":%d,"new":{"x":1}}],
        "annotations":{"k":"v"},"future":[1]}"""
            .formatted(B.digest(), B.size());
    store.put(TAG, ImageIndex.parse("Index", ByteString.encodeUtf8(before)));

    list(A);

    var after = (ImageIndex) store.at(TAG);
    assertThat(after.manifests()).hasSize(2).element(0).isEqualTo(entryOf(before));
    assertThat(after.annotations()).isEqualTo(Annotations.of("k", "v"));
    assertThat(after.bytes().utf8()).contains("\"future\":[1]", "\"new\":{\"x\":1}");
  }

  @Test
  void whatIsListedAlreadyHasToStayButIsNotWritten() throws IOException {
    store.put(TAG, index(A, B));

    list(A);

    assertThat(store.calls()).containsExactly("GET tag", "HEAD tag");
    assertThat(time.nanoTime()).isEqualTo(D.toNanos());
  }

  @Test
  void repairsTheEntryThatAnotherWriterGotWrong() throws IOException {
    store.put(TAG, index(A.withArtifactType(MediaTypes.EMPTY_JSON), B));
    Descriptor right = A.withAnnotations(Annotations.of("k", "v"));

    list(right);

    assertThat(listed()).containsExactly(right, B);
  }

  @Test
  void takesEntriesOffWithTheSameWrite() throws IOException {
    store.put(TAG, index(B, C));

    List<Digest> removed = update(List.of(A), Set.of(B.digest(), IMAGE.digest()));

    assertThat(removed).containsExactly(B.digest());
    assertThat(listed()).containsExactly(C, A);
    assertThat(store.calls()).containsExactly("GET tag", "PUT tag", "HEAD tag");
  }

  @Test
  void bringsBackWhatAStaleWriterTookAway() throws IOException {
    time.in(Duration.ofMillis(900), () -> store.put(TAG, index(B))); // read before our write

    list(A);

    assertThat(listed()).containsExactly(B, A);
    assertThat(store.calls())
        .containsExactly(
            "GET tag", "PUT tag", "HEAD tag", "GET tag", "GET tag", "PUT tag", "HEAD tag");
  }

  @Test
  void acknowledgesOnlyWhatStayedForAWholeWindow() throws IOException {
    time.in(Duration.ofMillis(500), () -> store.put(TAG, index(A, B)));
    time.in(Duration.ofMillis(1500), () -> store.put(TAG, index(B)));

    list(A);

    assertThat(listed()).containsExactly(B, A);
    assertThat(time.nanoTime()).isGreaterThanOrEqualTo(Duration.ofSeconds(3).toNanos());
  }

  @Test
  void aRegistryWhoseErrorsHaveNoBodyGetsItsFirstEntry() throws IOException {
    answerNextReadsWithABare404(1);

    list(A);

    assertThat(listed()).containsExactly(A);
    assertThat(store.calls()).containsExactly("GET tag", "PUT tag", "HEAD tag");
  }

  @Test
  void aTagThatWasSeenIsWaitedForHoweverLongItIsInDoubt() throws IOException {
    list(A);
    answerNextReadsWithABare404(9);

    list(B);

    assertThat(listed()).containsExactly(A, B);
  }

  @Test
  void aTagThatWasSeenIsNeverStartedAnewOnADoubt() throws IOException {
    list(A);
    answerNextReadsWithABare404(99);

    assertThatThrownBy(() -> update(List.of(B), Set.of(), Duration.ofMinutes(1)))
        .isInstanceOf(ReferrersTagConflictException.class)
        .hasMessageContaining("was written 0 times, but manifest " + B.digest())
        .hasRootCauseInstanceOf(NotFoundException.class);
    assertThat(listed()).containsExactly(A);
  }

  @Test
  void aTagThatIsGoneForCertainIsStartedAnew() throws IOException {
    list(A);
    repository.deleteTag(TAG);
    store.forgetCalls();

    list(B);

    assertThat(listed()).containsExactly(B);
    assertThat(store.calls()).containsExactly("GET tag", "PUT tag", "HEAD tag");
  }

  @Test
  void aReadThatTookTooLongIsNotWrittenOn() throws IOException {
    store.after("GET tag", () -> time.pass(Duration.ofMillis(251)));
    store.before("PUT tag", () -> assertThat(store.calls()).containsOnlyOnce("PUT tag"));

    list(A);

    assertThat(store.calls()).containsExactly("GET tag", "GET tag", "PUT tag", "HEAD tag");
  }

  @Test
  void aWriteThatTookTooLongIsLookedForBeforeAnother() throws IOException {
    store.after("PUT tag", () -> time.pass(Duration.ofMillis(501)));

    list(A);

    assertThat(listed()).containsExactly(A);
    assertThat(store.calls()).containsExactly("GET tag", "PUT tag", "GET tag", "HEAD tag");
  }

  @Test
  void waitsLongerWhereWritesAreSlow() throws IOException {
    Duration slow = Duration.ofMillis(400);
    store.before("PUT tag", () -> time.pass(slow));

    list(A);

    assertThat(time.nanoTime()).isEqualTo(slow.plus(slow.multipliedBy(4)).toNanos());
  }

  @Test
  void aWriteWhoseAnswerWasLostIsNotRepeated() throws IOException {
    store.after("PUT tag", this::reset);

    list(A);

    assertThat(store.calls()).containsExactly("GET tag", "PUT tag", "GET tag", "HEAD tag");
  }

  @Test
  void aWriteThatNeverArrivedIsRepeated() throws IOException {
    store.before("PUT tag", this::reset);

    list(A);

    assertThat(listed()).containsExactly(A);
    assertThat(store.calls())
        .containsExactly("GET tag", "PUT tag", "GET tag", "PUT tag", "HEAD tag");
  }

  @Test
  void aBusyRegistryIsGivenTheTimeItAsksFor() throws IOException {
    store.before(
        "PUT tag",
        () -> {
          throw new ResponseException(
              "PUT", "r.example", 429, List.of(), null, Duration.ofSeconds(7), null);
        });

    list(A);

    assertThat(listed()).containsExactly(A);
    assertThat(time.nanoTime()).isGreaterThanOrEqualTo(Duration.ofSeconds(8).toNanos());
  }

  @Test
  void aRefusedWriteFailsAtOnce() {
    store.before(
        "PUT tag",
        () -> {
          throw MemoryRepository.refusal(403, "DENIED", "no push");
        });

    assertThatThrownBy(() -> list(A)).isInstanceOf(ResponseException.class);
    assertThat(store.calls()).containsExactly("GET tag", "PUT tag");
    assertThat(TagQueue.count()).isZero();
  }

  @Test
  void aRegistryThatDropsWritesGetsNoAcknowledgement() {
    store.dropTagWrites(manifest -> true);

    assertThatThrownBy(() -> list(A, B))
        .isInstanceOf(ReferrersTagConflictException.class)
        .hasMessage(
            "Referrers tag %s was written 10 times, but manifest %s and 1 more are pushed but not"
                + " known to be listed (ReferrerPublisher.relist lists what is pushed; where"
                + " reading and writing the tag is slow, Builder.settle gives it more time)",
            TAG, A.digest())
        .extracting(e -> ((ReferrersTagConflictException) e).manifests())
        .isEqualTo(List.of(A.digest(), B.digest()));
  }

  @Test
  void aRegistryThatDropsRemovalsGetsNoAcknowledgement() {
    store.put(TAG, index(A, B));
    store.dropTagWrites(manifest -> true);

    assertThatThrownBy(() -> update(List.of(), Set.of(A.digest())))
        .isInstanceOf(ReferrersTagConflictException.class)
        .hasMessageContaining("was written 10 times, but it may still have entries")
        .extracting(e -> ((ReferrersTagConflictException) e).manifests())
        .isEqualTo(List.of());
  }

  @Test
  void theDeadlineEndsTheWaitWithAnErrorThatNamesTheManifest() {
    assertThatThrownBy(() -> update(List.of(A), Set.of(), Duration.ofMillis(900)))
        .isInstanceOf(ReferrersTagConflictException.class)
        .hasMessageContaining("was written 1 times, but manifest " + A.digest())
        .hasMessageContaining("did not end within 900 ms");
  }

  @Test
  void anHonouredConditionNeedsNoPause() throws IOException {
    store.etags(ETags.HONOURED);
    store.put(TAG, index(B));
    store.before("PUT tag", () -> store.put(TAG, index(C)));

    list(A);
    long first = time.nanoTime();
    list(B);

    assertThat(listed()).containsExactly(C, A, B);
    assertThat(first).isZero();
    assertThat(time.nanoTime()).isZero();
    assertThat(store.calls())
        .containsExactly(
            "GET tag",
            "PUT tag",
            "GET tag",
            "PUT tag",
            "HEAD tag", // refused at first
            "GET tag",
            "PUT tag",
            "HEAD tag");
  }

  @Test
  void whatIsKnownOfIfMatchMakesNoNewTagSafe() throws IOException {
    store.etags(ETags.HONOURED);
    String location = repository.location();
    repository.capabilities().learn(location, Feature.CONDITIONAL_TAGS, true, "If-Match: 412");

    list(A);
    long first = time.nanoTime();
    list(B);

    assertThat(first).isEqualTo(D.toNanos());
    assertThat(time.nanoTime()).isEqualTo(first);
  }

  @Test
  void aNewTagNeedsNoPauseWhereConditionsArePinned() throws IOException {
    store.etags(ETags.HONOURED);
    repository.capabilities().pin(repository.location(), Feature.CONDITIONAL_TAGS, true);

    list(A);

    assertThat(time.nanoTime()).isZero();
  }

  /** Harbor answers 412, too, when a rule makes the tag immutable that a rival has just made. */
  @Test
  void aRefusalToMakeATagAnewProvesNothing() throws IOException {
    store.etags(ETags.HONOURED);
    store.before("PUT tag", () -> store.put(TAG, index(B)));

    list(A);

    assertThat(listed()).containsExactly(B, A);
    assertThat(time.nanoTime()).isEqualTo(D.toNanos());
    assertThat(repository.capabilities().facts()).isEmpty();
  }

  @Test
  void anETagAloneProvesNothing() throws IOException {
    store.etags(ETags.IGNORED);

    list(A);
    list(B);

    assertThat(time.nanoTime()).isEqualTo(2 * D.toNanos());
    assertThat(repository.capabilities().facts()).isEmpty();
  }

  @Test
  void aConditionThatFailsWithoutReasonIsLeftOut() throws IOException {
    store.etags(ETags.HONOURED);
    store.put(TAG, index(B));
    for (int n = 1; n <= 3; n++) {
      store.before("PUT tag", n, () -> store.put(TAG, index(C))); // and back, unseen
      store.after("PUT tag", n, () -> store.put(TAG, index(B)));
    }

    list(A);

    assertThat(listed()).containsExactly(B, A);
    assertThat(repository.capabilities().lacks(repository.location(), Feature.CONDITIONAL_TAGS))
        .isTrue();
  }

  @Test
  void saysThatTheTagIsImmutable() {
    store.before(
        "PUT tag",
        () -> {
          throw MemoryRepository.refusal(
              400, "TAG_INVALID", "The tag is immutable and cannot be overwritten");
        });

    assertThatThrownBy(() -> list(A))
        .isInstanceOf(ImmutableTagException.class)
        .hasMessage(
            "Tag %s of %s may not be moved: PUT memory.example/v2/store/manifests: 400 TAG_INVALID:"
                + " The tag is immutable and cannot be overwritten (exempt sha256-* from the"
                + " registry's rule for immutable tags)",
            TAG, repository.location());
    assertThat(repository.capabilities().lacks(repository.location(), Feature.MOVABLE_TAGS))
        .isTrue();
  }

  @Test
  void doesNotOverwriteAnImage() {
    Manifest image =
        ImageManifest.builder(Descriptor.of(MediaTypes.IMAGE_CONFIG, ByteString.EMPTY)).build();
    store.put(TAG, image);

    assertThatThrownBy(() -> list(A))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage(
            "Referrers tag %s: expected a list of referrers, but it is"
                + " application/vnd.oci.image.manifest.v1+json, so it is not overwritten",
            TAG);
    assertThat(store.at(TAG)).isEqualTo(image);
  }

  @Test
  void doesNotOverwriteTheSubjectItself_gitlab() {
    ImageIndex image = index(A);
    store.put(ReferrersTag.of(image.digest()), image);

    assertThatThrownBy(() -> update(image.digest(), List.of(B), Set.of(), Duration.ofMinutes(1)))
        .isInstanceOf(MalformedContentException.class);
  }

  @Test
  void doesNotOverwriteAnIndexThatIsAReferrer() {
    store.put(TAG, index(B).newBuilder().subject(IMAGE).build());

    assertThatThrownBy(() -> list(A)).isInstanceOf(MalformedContentException.class);
  }

  @Test
  void anIndexThatRegistriesWillNotTakeIsNotSent() {
    var small = repository.withLimits(Limits.DEFAULT.withListingBytes(200));

    assertThatThrownBy(
            () -> {
              try (var updater = open(small, SUBJECT)) {
                updater.list(List.of(A), Set.of(), in(Duration.ofMinutes(1)));
              }
            })
        .isInstanceOf(LimitExceededException.class)
        .hasMessageStartingWith("Referrers tag " + TAG + " is longer than 200 bytes");
    assertThat(store.calls()).containsExactly("GET tag");
  }

  @Test
  void usesWhatWasReadBesideTheUploads() throws IOException {
    try (var updater = open(repository, SUBJECT)) {
      updater.readEarly();
      time.pass(Duration.ofMillis(249));
      updater.list(List.of(A), Set.of(), in(Duration.ofMinutes(1)));
    }

    assertThat(store.calls()).containsExactly("GET tag", "PUT tag", "HEAD tag");
  }

  @Test
  void readsAgainWhenTheUploadsTookTooLong() throws IOException {
    try (var updater = open(repository, SUBJECT)) {
      updater.readEarly();
      time.pass(Duration.ofMillis(251));
      store.put(TAG, index(B));
      updater.list(List.of(A), Set.of(), in(Duration.ofMinutes(1)));
    }

    assertThat(listed()).containsExactly(B, A);
    assertThat(store.calls()).containsExactly("GET tag", "GET tag", "PUT tag", "HEAD tag");
  }

  private void list(Descriptor... entries) throws IOException {
    update(List.of(entries), Set.of());
  }

  private List<Digest> update(List<Descriptor> entries, Set<Digest> removals) throws IOException {
    return update(entries, removals, Duration.ofHours(1));
  }

  private List<Digest> update(List<Descriptor> entries, Set<Digest> removals, Duration deadline)
      throws IOException {
    return update(SUBJECT, entries, removals, deadline);
  }

  private List<Digest> update(
      Digest subject, List<Descriptor> entries, Set<Digest> removals, Duration deadline)
      throws IOException {
    try (var updater = open(repository, subject)) {
      return updater.list(entries, removals, in(deadline));
    }
  }

  private TagUpdater open(MemoryRepository access, Digest subject) {
    return TagUpdater.open(access, subject, D, time);
  }

  private Deadline in(Duration duration) {
    return Deadline.in(duration, time);
  }

  private void answerNextReadsWithABare404(int reads) {
    for (int n = 1; n <= reads; n++) {
      store.before(
          "GET tag",
          n,
          () -> {
            throw new NotFoundException("Manifest " + TAG, repository.location(), false);
          });
    }
  }

  private void reset() throws IOException {
    throw new ConnectionException("PUT", "memory.example", new IOException("reset"));
  }

  private List<Descriptor> listed() {
    return ((ImageIndex) store.at(TAG)).manifests();
  }

  private static Descriptor entryOf(String index) throws IOException {
    return ImageIndex.parse("Index", ByteString.encodeUtf8(index)).manifests().get(0);
  }

  private static ImageIndex index(Descriptor... entries) {
    return ImageIndex.builder().manifests(List.of(entries)).build();
  }

  private static Descriptor entry(String content) {
    return Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8(content))
        .withArtifactType("application/x." + content);
  }
}
