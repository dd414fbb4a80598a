package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.Publication.Evidence;
import dev.referrers.Publication.ListedBy;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.ConnectionException;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.ReferrersTagConflictException;
import dev.referrers.error.ReferrersUnsupportedException;
import dev.referrers.error.ResponseException;
import dev.referrers.error.UnconfirmedPublicationException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import dev.referrers.support.FakeTime;
import dev.referrers.support.MemoryRepository;
import dev.referrers.support.MemoryStore;
import dev.referrers.support.MemoryStore.Api;
import dev.referrers.transport.Feature;
import dev.referrers.transport.Limits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReferrerPublisherTest {

  private static final String SPDX = "application/spdx+json";
  private static final Descriptor IMAGE =
      Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8("image"));
  private static final Digest SUBJECT = IMAGE.digest();
  private static final String TAG = ReferrersTag.of(SUBJECT);

  private final FakeTime time = new FakeTime();
  private final MemoryStore store = new MemoryStore();
  private final MemoryRepository repository = MemoryRepository.of(store, time);
  private final ReferrerPublisher publisher = builder().build();

  @Test
  void writesTheManifestThatOrasWrites() throws IOException {
    Publication done = publisher.publish(IMAGE, sbom("{}\n"));

    assertThat(manifest(done).bytes().utf8())
        .isEqualTo(
            """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
            "artifactType":"application/spdx+json",\
            "config":{"mediaType":"application/vnd.oci.empty.v1+json",\
            "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",\
            "size":2},\
            "layers":[{"mediaType":"application/spdx+json",\
            "digest":"sha256:ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356",\
            "size":3}],\
            "subject":{"mediaType":"application/vnd.oci.image.manifest.v1+json",\
            "digest":"%s","size":5},\
            "annotations":{"org.opencontainers.image.created":"2026-11-24T10:15:30Z"}}"""
                .formatted(SUBJECT));
  }

  @Test
  void anArtefactWithoutFilesHasTheEmptyLayer() throws IOException {
    var nothing = Attestation.of(new Artifact(SPDX, List.of()));

    Publication done = publisher.publish(IMAGE, nothing);

    assertThat(manifest(done).layers()).containsExactly(Descriptor.EMPTY_JSON);
  }

  @Test
  void keepsTheDateThatIsGiven() throws IOException {
    var dated = Annotations.of("org.opencontainers.image.created", "2020-01-01T00:00:00.5+02:00");

    Publication done = publisher.publish(IMAGE, sbom("x").withAnnotations(dated));

    assertThat(done.manifest().annotations()).isEqualTo(dated);
  }

  @Test
  void firstPublicationIsLookedUpAndLaterOnesArePromised() throws IOException {
    store.api(Api.HONEST);

    Publication first = publisher.publish(IMAGE, sbom("1"));
    assertThat(store.calls())
        .containsExactlyInAnyOrder("POST {}", "POST blob", "PUT manifest", "GET referrers");
    store.forgetCalls();
    Publication second = publisher.publish(IMAGE, sbom("2"));

    assertThat(first.evidence()).isEqualTo(Evidence.SEEN);
    assertThat(second.evidence()).isEqualTo(Evidence.PROMISED);
    assertThat(second.listedBy()).isEqualTo(ListedBy.REFERRERS_API);
    assertThat(store.calls()).containsExactly("POST blob", "PUT manifest");
    assertThat(store.tags()).isEmpty();
  }

  @Test
  void everyPublicationIsLookedUpOnRequest() throws IOException {
    store.api(Api.HONEST);
    publisher.publish(IMAGE, sbom("1"));

    Publication second = builder().confirm(true).build().publish(IMAGE, sbom("2"));

    assertThat(second.evidence()).isEqualTo(Evidence.SEEN);
  }

  @Test
  void anApiThatDoesNotSayOciSubjectIsFoundByListing_quay() throws IOException {
    store.api(Api.SILENT);

    publisher.publish(IMAGE, sbom("1"));
    Publication second = publisher.publish(IMAGE, sbom("2"));

    assertThat(second.listedBy()).isEqualTo(ListedBy.REFERRERS_API);
    assertThat(second.evidence()).isEqualTo(Evidence.SEEN);
    assertThat(store.tags()).isEmpty();
  }

  @Test
  void ociSubjectWithoutAnApiLeadsToTheTag_ecr() throws IOException {
    store.api(Api.LYING);

    Publication done = publisher.publish(IMAGE, sbom("1"));

    assertThat(done.listedBy()).isEqualTo(ListedBy.REFERRERS_TAG);
    assertThat(listed()).containsExactly(done.manifest());
  }

  @Test
  void aPromiseOutweighsOneAnswerThatLooksLikeNoApi() throws IOException {
    store.api(Api.HONEST);
    store.before("GET referrers", () -> store.api(Api.NONE));
    store.before("GET referrers", 2, () -> store.api(Api.HONEST));

    Publication done = publisher.publish(IMAGE, sbom("1"));

    assertThat(done.listedBy()).isEqualTo(ListedBy.REFERRERS_API);
    assertThat(store.tags()).isEmpty();
    assertThat(repository.capabilities().supports(repository.location(), Feature.REFERRERS_API))
        .isTrue();
  }

  @Test
  void withTheTagColdAndWarmRequestsAreTheFewest() throws IOException {
    Publication first = publisher.publish(IMAGE, sbom("1"));
    assertThat(store.calls())
        .containsExactlyInAnyOrder(
            "POST {}",
            "POST blob",
            "PUT manifest",
            "GET referrers",
            "GET tag",
            "PUT tag",
            "HEAD tag");
    store.forgetCalls();
    Publication second = publisher.publish(IMAGE, sbom("2"));

    assertThat(second.evidence()).isEqualTo(Evidence.SEEN);
    assertThat(store.calls())
        .containsExactlyInAnyOrder("POST blob", "GET tag", "PUT manifest", "PUT tag", "HEAD tag");
    assertThat(listed()).containsExactly(first.manifest(), second.manifest());
  }

  @Test
  void manyInOneCallShareTheListing_onTheTag() throws IOException {
    publisher.publish(IMAGE, sbom("0"));
    store.forgetCalls();

    List<Publication> done = publisher.publishAll(IMAGE, sboms(200));

    assertThat(store.calls()).hasSize(2 * 200 + 3);
    assertThat(listed())
        .hasSize(201)
        .containsAll(done.stream().map(Publication::manifest).toList());
  }

  @Test
  void manyInOneCallShareTheListing_onTheApi() throws IOException {
    store.api(Api.HONEST);

    List<Publication> done = publisher.publishAll(IMAGE, sboms(20));

    assertThat(done).extracting(Publication::evidence).containsOnly(Evidence.SEEN);
    assertThat(store.calls()).hasSize(2 * 20 + 2);
  }

  @Test
  void theSameFileGoesUpOnce() throws IOException {
    var file = Blob.of(SPDX, ByteString.encodeUtf8("x"));
    var spdx = Attestation.of(Artifact.of(SPDX, file));
    var other = Attestation.of(Artifact.of("application/x.other", file));

    publisher.publishAll(IMAGE, List.of(spdx, other));

    assertThat(store.calls()).containsOnlyOnce("POST blob");
  }

  @Test
  void whatGotPushedIsListedWhenTheRestFails() throws IOException {
    store.before(
        "PUT manifest",
        2,
        () -> {
          throw MemoryRepository.refusal(403, "DENIED", "enough");
        });
    var serial = builder().maxParallel(1).build();

    assertThatThrownBy(() -> serial.publishAll(IMAGE, sboms(3)))
        .isInstanceOf(ResponseException.class);

    assertThat(listed()).hasSize(1);
  }

  @Test
  void pushesAgainWhatTheRegistryCollected() throws IOException {
    publisher.publish(IMAGE, sbom("1"));
    store.loseBlobs();

    publisher.publish(IMAGE, sbom("2"));

    assertThat(listed()).hasSize(2);
  }

  @Test
  void waitsForAListThatLags_dockerHub() throws IOException {
    store.api(Api.HONEST);
    store.after("PUT manifest", () -> onlyManifest().ifPresent(store::hide));
    store.after("GET referrers", 2, () -> onlyManifest().ifPresent(store::list));

    Publication done = publisher.publish(IMAGE, sbom("1"));

    assertThat(done.evidence()).isEqualTo(Evidence.SEEN);
    assertThat(store.calls()).filteredOn("GET referrers"::equals).hasSize(3);
  }

  @Test
  void pushesAgainWhatTheRegistryLostAfterA201_olareg() throws IOException {
    store.api(Api.HONEST);
    store.after("PUT manifest", () -> onlyManifest().ifPresent(store::lose));

    Publication done = publisher.publish(IMAGE, sbom("1"));

    assertThat(done.evidence()).isEqualTo(Evidence.SEEN);
    assertThat(store.has(done.manifest().digest())).isTrue();
  }

  @Test
  void neverSeenInTheListIsAnError() {
    store.api(Api.HONEST);
    store.after("PUT manifest", () -> onlyManifest().ifPresent(store::hide));
    var hasty = builder().timeout(Duration.ofMillis(400)).build();

    assertThatThrownBy(() -> hasty.publish(IMAGE, sbom("1")))
        .isInstanceOf(UnconfirmedPublicationException.class)
        .hasMessage(
            "Manifest %s is pushed but not seen among the referrers of %s"
                + " (ReferrerPublisher.relist lists what is pushed)",
            onlyManifest().orElseThrow(), SUBJECT);
  }

  @Test
  void apiOnlyRefusesBeforeAnythingIsWritten() {
    var apiOnly = builder().mode(ReferrersMode.API_ONLY).build();

    assertThatThrownBy(() -> apiOnly.publish(IMAGE, sbom("1")))
        .isInstanceOf(ReferrersUnsupportedException.class)
        .hasMessage(
            "Repository %s has no referrers API, it answered GET referrers: 404"
                + " (the referrers tag holds the list there: ReferrersMode.AUTOMATIC writes it,"
                + " ReferrersQuery.ALL reads it)",
            repository.location());
    assertThat(store.calls()).containsExactly("GET referrers");
  }

  /** It may be a proxy that has lost the registry for a moment. */
  @Test
  void apiOnlyRemembersNoRefusal() throws IOException {
    var apiOnly = builder().mode(ReferrersMode.API_ONLY).build();
    assertThatThrownBy(() -> apiOnly.publish(IMAGE, sbom("1")))
        .isInstanceOf(ReferrersUnsupportedException.class);
    store.api(Api.HONEST);

    assertThat(apiOnly.publish(IMAGE, sbom("1")).listedBy()).isEqualTo(ListedBy.REFERRERS_API);
  }

  @Test
  void tagOnlyNeverAsksTheApi() throws IOException {
    store.api(Api.HONEST);
    var tagOnly = builder().mode(ReferrersMode.TAG_ONLY).build();

    Publication done = tagOnly.publish(IMAGE, sbom("1"));

    assertThat(done.listedBy()).isEqualTo(ListedBy.REFERRERS_TAG);
    assertThat(store.calls()).doesNotContain("GET referrers");
  }

  @Test
  void aTagThatHoldsSomethingElseIsNoticedBeforeAManifestIsPushed() {
    repository.capabilities().pin(repository.location(), Feature.REFERRERS_API, false);
    store.put(TAG, ImageManifest.builder(IMAGE).build());

    assertThatThrownBy(() -> publisher.publish(IMAGE, sbom("1")))
        .isInstanceOf(MalformedContentException.class);
    assertThat(store.calls()).doesNotContain("PUT manifest");
  }

  @Test
  void aFailureAfterThePushNamesTheManifest() {
    store.before(
        "PUT tag",
        () -> {
          throw MemoryRepository.refusal(403, "DENIED", "no tags for you");
        });

    assertThatThrownBy(() -> publisher.publish(IMAGE, sbom("1")))
        .isInstanceOf(UnconfirmedPublicationException.class)
        .hasMessage(
            "Manifest %s is pushed but not seen among the referrers of %s:"
                + " PUT memory.example/v2/store/manifests: 403 DENIED: no tags for you"
                + " (ReferrerPublisher.relist lists what is pushed)",
            onlyManifest().orElseThrow(), SUBJECT)
        .hasCauseInstanceOf(ResponseException.class);
  }

  @Test
  void relistIsTheRemedyForAConflict() throws IOException {
    store.dropTagWrites(index -> true);
    assertThatThrownBy(() -> publisher.publish(IMAGE, sbom("1")))
        .isInstanceOf(ReferrersTagConflictException.class);
    List<Digest> pushed = List.of(onlyManifest().orElseThrow());
    store.dropTagWrites(index -> false);

    List<Publication> done = publisher.relist(pushed);

    assertThat(done).extracting(each -> each.manifest().digest()).isEqualTo(pushed);
    assertThat(listed()).containsExactly(done.get(0).manifest());
  }

  @Test
  void relistNeedsAManifestThatIsThere() {
    assertThatThrownBy(() -> publisher.relist(List.of(SUBJECT)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void triesAPlainerManifestOnRequestOnly() throws IOException {
    store.before("PUT manifest", 1, this::refuse).before("PUT manifest", 2, this::refuse);

    assertThatThrownBy(() -> publisher.publish(IMAGE, sbom("1")))
        .isInstanceOf(ResponseException.class);
    Publication done = builder().plainManifestWhenRefused().build().publish(IMAGE, sbom("1"));

    assertThat(manifest(done).artifactType()).isNull();
    assertThat(manifest(done).config().mediaType()).isEqualTo(SPDX);
    assertThat(done.manifest().artifactType()).isEqualTo(SPDX);
    assertThat(done.warnings())
        .containsExactly(
            "The registry refused the manifest with an artifactType, so a plainer one was pushed:"
                + " the artifactType is the media type of its config");
  }

  @Test
  void aRefusalThatIsNotAboutTheManifestIsFinal() {
    store.before(
        "PUT manifest",
        () -> {
          throw MemoryRepository.refusal(403, "DENIED", "no push");
        });
    var plain = builder().plainManifestWhenRefused().build();

    assertThatThrownBy(() -> plain.publish(IMAGE, sbom("1"))).isInstanceOf(ResponseException.class);
    assertThat(store.calls()).containsOnlyOnce("PUT manifest");
  }

  @Test
  void aManifestThatIsTooLargeIsNoticedBeforeAnythingIsSent() {
    var small = repository.withLimits(Limits.DEFAULT.withManifestBytes(100));

    assertThatThrownBy(() -> ReferrerPublisher.into(small).build().publish(IMAGE, sbom("1")))
        .isInstanceOf(LimitExceededException.class);
    assertThat(store.calls()).isEmpty();
  }

  @Test
  void aSubjectThatCannotBeCheckedIsTheCallersMistake() {
    var odd = Descriptor.of(MediaTypes.IMAGE_MANIFEST, Digest.parse("blake3:" + "0".repeat(64)), 5);

    assertThatThrownBy(() -> publisher.publish(odd, sbom("1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Subject needs a sha256 or sha512 digest but has " + odd.digest());
  }

  @Test
  void nothingToPublishNeedsNoRequest() throws IOException {
    assertThat(publisher.publishAll(IMAGE, List.of())).isEmpty();
    assertThat(store.calls()).isEmpty();
  }

  @Test
  void anUploadThatFailsLeavesNoManifest() {
    store.before(
        "POST blob",
        () -> {
          throw new ConnectionException("POST", "memory.example", new IOException("reset"));
        });

    assertThatThrownBy(() -> publisher.publish(IMAGE, sbom("1")))
        .isInstanceOf(ConnectionException.class);
    assertThat(store.calls()).doesNotContain("PUT manifest");
  }

  private ReferrerPublisher.Builder builder() {
    return ReferrerPublisher.into(repository)
        .time(time)
        .clock(() -> Instant.parse("2026-11-24T10:15:30.123Z"));
  }

  private void refuse() throws IOException {
    throw MemoryRepository.refusal(400, "MANIFEST_INVALID", "unknown field artifactType");
  }

  private Optional<Digest> onlyManifest() {
    return store.manifests().stream().findFirst();
  }

  private List<Descriptor> listed() {
    return ((ImageIndex) store.at(TAG)).manifests();
  }

  private ImageManifest manifest(Publication done) throws IOException {
    return (ImageManifest) repository.fetch(done.manifest());
  }

  private static List<Attestation> sboms(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(n -> sbom("sbom " + n)).toList();
  }

  private static Attestation sbom(String content) {
    return Attestation.of(Artifact.of(SPDX, Blob.of(SPDX, ByteString.encodeUtf8(content))));
  }

  @Test
  void anApiThatWorkedAndIsGoneIsNotMadeUpForByATag() throws IOException {
    store.api(Api.HONEST);
    publisher.publish(IMAGE, sbom("1"));
    store.api(Api.LYING);

    assertThatThrownBy(() -> builder().confirm(true).build().publish(IMAGE, sbom("2")))
        .isInstanceOf(UnconfirmedPublicationException.class)
        .hasCauseInstanceOf(ReferrersUnsupportedException.class);

    assertThat(store.tags()).isEmpty();
    assertThat(repository.capabilities().supports(repository.location(), Feature.REFERRERS_API))
        .isTrue();
  }

  @Test
  void anApiThatIsGoneBetweenTwoLooksIsNotMadeUpForByATag() {
    store.api(Api.HONEST).before("GET referrers", this::hideAll);
    store.before("GET referrers", 2, () -> store.api(Api.LYING));

    assertThatThrownBy(() -> publisher.publish(IMAGE, sbom("1")))
        .isInstanceOf(UnconfirmedPublicationException.class)
        .hasCauseInstanceOf(ReferrersUnsupportedException.class);

    assertThat(store.tags()).isEmpty();
  }

  private void hideAll() {
    store.manifests().forEach(store::hide);
  }
}
