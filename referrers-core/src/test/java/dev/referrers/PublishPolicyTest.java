package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.Publication.Evidence;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.ResponseException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import dev.referrers.support.FakeTime;
import dev.referrers.support.MemoryRepository;
import dev.referrers.support.MemoryStore;
import dev.referrers.support.MemoryStore.Api;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PublishPolicyTest {

  private static final Descriptor IMAGE =
      Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8("image"));
  private static final String TAG = ReferrersTag.of(IMAGE.digest());

  private final FakeTime time = new FakeTime();
  private final MemoryStore store = new MemoryStore();
  private final MemoryRepository repository = MemoryRepository.of(store, time);
  private final AtomicInteger seconds = new AtomicInteger();
  private final InstantSource clock = () -> Instant.ofEpochSecond(seconds.incrementAndGet());

  @ParameterizedTest
  @EnumSource(names = {"HONEST", "NONE"})
  void skipsWhatIsListedInTheSameWords(Api api) throws IOException {
    store.api(api);
    Publication first = publisher(PublishPolicy.APPEND).publish(IMAGE, spdx("1"));

    Publication second = publisher(PublishPolicy.SKIP_IDENTICAL).publish(IMAGE, spdx("1"));

    assertThat(second.created()).isFalse();
    assertThat(second.manifest().digest()).isEqualTo(first.manifest().digest());
    assertThat(second.listedBy()).isEqualTo(first.listedBy());
    assertThat(second.evidence()).isEqualTo(Evidence.SEEN);
  }

  @Test
  void whatIsSkippedIsListedAgainWhenAStaleWriterTakesItAway() throws IOException {
    Publication first = publisher(PublishPolicy.APPEND).publish(IMAGE, spdx("1"));
    Publication other = publisher(PublishPolicy.APPEND).publish(IMAGE, artifact("x/y", "1"));
    store.before(
        "HEAD tag",
        () -> store.put(TAG, ImageIndex.builder().addManifest(other.manifest()).build()));

    Publication second = publisher(PublishPolicy.SKIP_IDENTICAL).publish(IMAGE, spdx("1"));

    assertThat(second.created()).isFalse();
    assertThat(second.evidence()).isEqualTo(Evidence.SEEN);
    assertThat(listed()).containsExactly(other.manifest(), first.manifest());
  }

  /** Another publisher looked at the list before ours was back in it, and deletes after that. */
  @Test
  void whatIsSkippedIsStoredAgainWhenAReplacementDeletesIt() throws IOException {
    Publication first = publisher(PublishPolicy.APPEND).publish(IMAGE, spdx("1"));
    store.before("HEAD tag", () -> store.put(TAG, ImageIndex.builder().build()));
    store.after("PUT tag", () -> store.lose(first.manifest().digest()));

    Publication second = publisher(PublishPolicy.SKIP_IDENTICAL).publish(IMAGE, spdx("1"));

    assertThat(listed()).containsExactly(second.manifest());
    assertThat(store.has(second.manifest().digest())).isTrue();
  }

  @Test
  void whatIsSkippedIsNotWrittenAgain() throws IOException {
    publisher(PublishPolicy.APPEND).publish(IMAGE, spdx("1"));
    store.forgetCalls();

    publisher(PublishPolicy.SKIP_IDENTICAL).publish(IMAGE, spdx("1"));

    assertThat(store.calls()).doesNotContain("PUT tag").endsWith("GET tag", "HEAD tag");
  }

  @Test
  void publishesWhatDiffersInAFileOrAnAnnotation() throws IOException {
    var skipping = publisher(PublishPolicy.SKIP_IDENTICAL);
    skipping.publish(IMAGE, spdx("1"));

    List<Publication> done =
        skipping.publishAll(
            IMAGE,
            List.of(spdx("2"), spdx("1"), spdx("1").withAnnotations(Annotations.of("k", "v"))));

    assertThat(done).extracting(Publication::created).containsExactly(true, false, true);
  }

  @ParameterizedTest
  @EnumSource(names = {"HONEST", "SILENT"})
  void replacesThoseOfTheSameTypeOnTheApi(Api api) throws IOException {
    store.api(api);
    Publication old = publisher(PublishPolicy.APPEND).publish(IMAGE, spdx("1"));
    Publication other = publisher(PublishPolicy.APPEND).publish(IMAGE, artifact("x/y", "1"));

    Publication done = publisher(PublishPolicy.REPLACE).publish(IMAGE, spdx("2"));

    assertThat(done.replaced()).containsExactly(old.manifest().digest());
    assertThat(done.evidence()).isEqualTo(Evidence.SEEN);
    assertThat(store.manifests())
        .containsExactlyInAnyOrder(other.manifest().digest(), done.manifest().digest());
  }

  @Test
  void replacesWithOneWriteOfTheTag() throws IOException {
    Publication old = publisher(PublishPolicy.APPEND).publish(IMAGE, spdx("1"));
    Publication other = publisher(PublishPolicy.APPEND).publish(IMAGE, artifact("x/y", "1"));
    store.forgetCalls();

    Publication done = publisher(PublishPolicy.REPLACE).publish(IMAGE, spdx("2"));

    assertThat(listed()).containsExactly(other.manifest(), done.manifest());
    assertThat(done.replaced()).containsExactly(old.manifest().digest());
    assertThat(store.calls())
        .containsOnlyOnce("PUT tag")
        .endsWith("HEAD tag", "GET tag", "DELETE manifest");
  }

  @Test
  void sparesWhatAnotherPublisherHasListedAgain() throws IOException {
    Publication old = publisher(PublishPolicy.APPEND).publish(IMAGE, spdx("1"));
    ImageIndex before = (ImageIndex) store.at(TAG);
    store.after(
        "HEAD tag",
        () -> {
          ImageIndex now = (ImageIndex) store.at(TAG);
          store.put(TAG, now.newBuilder().manifests(both(before, now)).build());
        });

    Publication done = publisher(PublishPolicy.REPLACE).publish(IMAGE, spdx("2"));

    assertThat(store.has(old.manifest().digest())).isTrue();
    assertThat(done.replaced()).isEmpty();
    assertThat(done.warnings())
        .containsExactly(
            "Replaced manifest "
                + old.manifest().digest()
                + " is not deleted: another publisher has listed it again");
  }

  @Test
  void deletesNothingWhileTheListIsInDoubt() throws IOException {
    Publication old = publisher(PublishPolicy.APPEND).publish(IMAGE, spdx("1"));
    store.after("HEAD tag", () -> store.before("GET tag", this::answerWithABare404));

    Publication done = publisher(PublishPolicy.REPLACE).publish(IMAGE, spdx("2"));

    assertThat(store.has(old.manifest().digest())).isTrue();
    assertThat(done.replaced()).containsExactly(old.manifest().digest());
    assertThat(done.warnings()).hasSize(1);
  }

  @Test
  void aRefusedDeletionIsAWarning_gitHub() throws IOException {
    Publication old = publisher(PublishPolicy.APPEND).publish(IMAGE, spdx("1"));
    store.before(
        "DELETE manifest",
        () -> {
          throw MemoryRepository.refusal(405, "UNSUPPORTED", "no deletion");
        });

    Publication done = publisher(PublishPolicy.REPLACE).publish(IMAGE, spdx("2"));

    assertThat(listed()).containsExactly(done.manifest());
    assertThat(done.warnings())
        .containsExactly(
            "Replaced manifest "
                + old.manifest().digest()
                + " is not deleted: PUT memory.example/v2/store/manifests: 405 UNSUPPORTED:"
                + " no deletion");
  }

  @Test
  void whatCannotBeListedReplacesNothing() throws IOException {
    Publication old = publisher(PublishPolicy.APPEND).publish(IMAGE, spdx("1"));
    store.before(
        "PUT manifest",
        () -> {
          throw MemoryRepository.refusal(403, "DENIED", "no");
        });

    assertThatThrownBy(() -> publisher(PublishPolicy.REPLACE).publish(IMAGE, spdx("2")))
        .isInstanceOf(ResponseException.class);
    assertThat(listed()).containsExactly(old.manifest());
  }

  @Test
  void planOfAFirstPublicationNamesWhatMayBeWritten() throws IOException {
    PublicationPlan plan = publisher(PublishPolicy.APPEND).plan(IMAGE, List.of(spdx("12345")));

    long manifest = plan.manifests().get(0).size();
    assertThat(store.calls()).isEmpty();
    assertThat(plan.listedBy()).isNull();
    assertThat(plan.tags()).containsExactly(TAG);
    assertThat(plan.bytes()).isEqualTo(2 + 5 + manifest);
    assertThat(plan.scopes())
        .containsExactly("repository:" + repository.location().split("/", 2)[1] + ":pull,push");
    assertThat(plan.requests())
        .extracting(PublicationPlan.Request::method)
        .containsExactly("POST", "POST", "PUT", "GET");
  }

  @Test
  void planMatchesWhatIsDoneThenOnTheTag() throws IOException {
    var publisher = publisher(PublishPolicy.REPLACE);
    publisher.publish(IMAGE, spdx("1"));
    PublicationPlan plan = publisher.plan(IMAGE, List.of(spdx("2")));
    store.forgetCalls();

    publisher.publish(IMAGE, spdx("2"));

    assertThat(plan.requests())
        .extracting(PublicationPlan.Request::method)
        .containsExactly("POST", "PUT", "GET", "PUT", "HEAD", "GET", "DELETE");
    assertThat(plan.requests().get(3))
        .isEqualTo(
            new PublicationPlan.Request(
                "PUT", path("manifests/" + TAG), store.at(TAG).bytes().size()));
    // and a look at the list that is there, and at what goes
    assertThat(store.calls()).hasSize(plan.requests().size() + 2);
  }

  @Test
  void planOfSomethingIdenticalIsEmpty() throws IOException {
    var publisher = publisher(PublishPolicy.SKIP_IDENTICAL);
    publisher.publish(IMAGE, spdx("1"));

    PublicationPlan plan = publisher.plan(IMAGE, List.of(spdx("1")));

    assertThat(plan.requests()).isEmpty();
    assertThat(plan.manifests()).isEmpty();
    assertThat(plan.tags()).isEmpty();
  }

  private String path(String rest) {
    return "/v2/" + repository.location().split("/", 2)[1] + "/" + rest;
  }

  private ReferrerPublisher publisher(PublishPolicy policy) {
    return ReferrerPublisher.into(repository).policy(policy).time(time).clock(clock).build();
  }

  private void answerWithABare404() throws IOException {
    throw new NotFoundException("Manifest " + TAG, repository.location(), false);
  }

  private static List<Descriptor> both(ImageIndex one, ImageIndex other) {
    return Stream.concat(one.manifests().stream(), other.manifests().stream()).toList();
  }

  private List<Descriptor> listed() {
    return ((ImageIndex) store.at(TAG)).manifests();
  }

  private static Attestation spdx(String content) {
    return artifact("application/spdx+json", content);
  }

  private static Attestation artifact(String type, String content) {
    return Attestation.of(Artifact.of(type, Blob.of(type, ByteString.encodeUtf8(content))));
  }

  /** Who may write the tag could have anything deleted otherwise: the image itself. */
  @Test
  void replacesNothingThatOnlyTheListSaysIsOurs() throws IOException {
    ImageManifest release =
        ImageManifest.builder(Descriptor.EMPTY_JSON).artifactType("x/release").build();
    ImageManifest other = release.newBuilder().subject(IMAGE).build();
    store.put(release);
    store.put(other);
    String spdx = "application/spdx+json";
    List<Descriptor> lies =
        Stream.of(release, other)
            .map(
                each ->
                    each.descriptor()
                        .withArtifactType(spdx)
                        .withAnnotations(Annotations.of("k", "v")))
            .toList();
    store.put(TAG, ImageIndex.builder().manifests(lies).build());

    Publication done = publisher(PublishPolicy.REPLACE).publish(IMAGE, spdx("2"));

    assertThat(done.replaced()).isEmpty();
    assertThat(store.manifests()).contains(release.digest(), other.digest());
  }
}
