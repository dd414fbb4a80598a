package dev.referrers;

import static dev.referrers.NoteEncoding.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.Publication.Evidence;
import dev.referrers.Publication.ListedBy;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.ConnectionException;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.ResponseException;
import dev.referrers.error.TagConflictException;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.support.FakeTime;
import dev.referrers.support.MemoryRepository;
import dev.referrers.support.MemoryStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TagPublisherTest {

  private static final String TAG = "notes";
  private static final Descriptor IMAGE =
      Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8("image"));
  private static final Descriptor CONFIG =
      Descriptor.of(MediaTypes.IMAGE_CONFIG, ByteString.encodeUtf8("config"));

  private final FakeTime time = new FakeTime();
  private final MemoryStore store = new MemoryStore();
  private final MemoryRepository repository = MemoryRepository.of(store, time);

  @Test
  void aFirstLayerMakesTheManifest() throws IOException {
    Publication done = publish(PublishPolicy.APPEND, "a b");

    assertThat(layers()).containsExactly(layer("a b"));
    assertThat(done)
        .isEqualTo(
            new Publication(
                store.at(TAG).descriptor(),
                layer("a b"),
                IMAGE,
                "notes",
                ListedBy.COSIGN_TAG,
                Evidence.SEEN,
                true,
                List.of(),
                List.of(),
                List.of()));
    assertThat(store.calls())
        .containsExactlyInAnyOrder("GET tag", "POST blob", "POST blob", "PUT tag", "HEAD tag");
    assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(2).toNanos());
  }

  @Test
  void anotherComesLastAndTheRestStaysAsItIs() throws IOException {
    String before =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json",
        "config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":2,
        "digest":"%1$s"},"layers":[{"mediaType":"application/x.odd","size":5,"digest":"%2$s",
        "annotations":{"z":"1","a":"<&>"},"future":{"x":1}},
        {"mediaType":"application/x.odd","size":5,"digest":"%2$s"}],
        "annotations":{"k":"v"},"future":[1]}"""
            .formatted(CONFIG.digest(), IMAGE.digest());
    store.put(TAG, ImageManifest.parse("Manifest", ByteString.encodeUtf8(before)));
    List<Descriptor> others = layers();

    publish(PublishPolicy.APPEND, "a b");

    var after = (ImageManifest) store.at(TAG);
    assertThat(after.layers()).startsWith(others.toArray(Descriptor[]::new)).hasSize(3);
    assertThat(after.layers().get(2)).isEqualTo(layer("a b"));
    assertThat(after.mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
    assertThat(after.config().mediaType())
        .isEqualTo("application/vnd.docker.container.image.v1+json");
    assertThat(after.annotations()).isEqualTo(Annotations.of("k", "v"));
    assertThat(after.bytes().utf8()).contains("\"future\":[1]", "\"future\":{\"x\":1}");
  }

  @Test
  void theSameLayerIsNotAddedTwiceUnderAnyPolicy() throws IOException {
    publish(PublishPolicy.APPEND, "a b");
    publish(PublishPolicy.APPEND, "a c");
    Manifest before = store.at(TAG);
    store.forgetCalls();

    Publication done = publish(PublishPolicy.APPEND, "a b");

    assertThat(store.at(TAG)).isEqualTo(before);
    assertThat(done.created()).isFalse();
    assertThat(store.calls()).doesNotContain("PUT tag");
  }

  @Test
  void whatSaysTheSameIsTakenInsteadWhenIdenticalIsSkipped() throws IOException {
    Descriptor similar = layer("a b").withAnnotations(Annotations.of("words", "a b").with("x", ""));
    store.put(TAG, manifest(similar));

    Publication skipped = publish(PublishPolicy.SKIP_IDENTICAL, "a b");

    assertThat(skipped.created()).isFalse();
    assertThat(skipped.entry()).isEqualTo(similar);
    assertThat(store.calls()).containsExactly("GET tag", "GET tag", "HEAD tag");
    assertThat(publish(PublishPolicy.SKIP_IDENTICAL, "a c").created()).isTrue();
    assertThat(layers()).containsExactly(similar, layer("a c"));
  }

  @Test
  void aReplacementComesFirstAndTakesThoseOfItsKindOff() throws IOException {
    store.put(TAG, manifest(layer("a 1"), layer("b 1"), layer("a 2")));

    Publication done = publish(PublishPolicy.REPLACE, "a 3");

    assertThat(layers()).containsExactly(layer("a 3"), layer("b 1"));
    assertThat(done.replaced()).containsExactly(layer("a 1").digest(), layer("a 2").digest());
    assertThat(store.calls().stream().filter("PUT tag"::equals)).hasSize(1);
  }

  @Test
  void aTagWithRoomForOneIsNotWrittenUnlessItIsReplaced() throws IOException {
    TagPublisher appending = publisher(repository, PublishPolicy.APPEND);
    appending.publish(IMAGE, note(NoteEncoding.ONE, "a"));
    appending.publish(IMAGE, note(NoteEncoding.ONE, "a"));
    store.forgetCalls();

    assertThatThrownBy(() -> appending.publish(IMAGE, note(NoteEncoding.ONE, "b")))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage("Tag one is longer than 1 layers (PublishPolicy.REPLACE)");
    assertThat(store.calls()).containsExactly("GET tag");
  }

  @Test
  void severalTagsAreUpdatedInOneCall() throws IOException {
    List<Publication> done =
        publisher(repository, PublishPolicy.APPEND)
            .publishAll(IMAGE, List.of(note("a"), note(NoteEncoding.ONE, "b"), note("c")));

    assertThat(done)
        .extracting(each -> each.entry().annotations().get("words"))
        .containsExactly("a", "b", "c");
    assertThat(store.tags()).containsExactlyInAnyOrder("notes", "one");
    assertThat(store.calls().stream().filter("PUT tag"::equals)).hasSize(2);
    assertThat(publisher(repository, PublishPolicy.APPEND).publishAll(IMAGE, List.of())).isEmpty();
  }

  @Test
  void somethingElseUnderTheTagIsNeverOverwritten() throws IOException {
    ImageManifest good = manifest(layer("a 1"));
    for (Manifest foreign :
        List.of(
            ImageIndex.builder().manifests(List.of()).build(),
            good.newBuilder().subject(IMAGE).build(),
            good.newBuilder().config(CONFIG.withMediaType("application/x.other")).build())) {
      store.put(TAG, foreign);

      assertThatThrownBy(() -> publish(PublishPolicy.APPEND, "a b"))
          .isInstanceOf(MalformedContentException.class)
          .hasMessageStartingWith("Tag notes: expected layers beside a config, but it")
          .hasMessageEndingWith("so it is not overwritten");
      assertThat(store.at(TAG)).isEqualTo(foreign);
    }
    store.put(TAG, good);
    assertThat(publish(PublishPolicy.APPEND, "a b").created()).isTrue();
  }

  @Test
  void aWriteWhoseAnswerIsLostIsNotRepeated() throws IOException {
    store.after(
        "PUT tag",
        () -> {
          throw new ConnectionException("PUT", "url", new IOException("reset"));
        });

    publish(PublishPolicy.APPEND, "a b");

    assertThat(layers()).containsExactly(layer("a b"));
    assertThat(store.calls().stream().filter("PUT tag"::equals)).hasSize(1);
  }

  /** As where a registry takes several requests for the config. */
  @Test
  void aReadThatTheConfigMadeOldIsMadeAgain() throws IOException {
    store.after("POST blob", 2, () -> time.pass(Duration.ofMillis(501)));

    publish(PublishPolicy.APPEND, "a b");

    assertThat(store.calls().subList(2, 6))
        .containsExactly("POST blob", "GET tag", "PUT tag", "HEAD tag");
  }

  @Test
  void droppedWritesAreAnErrorThatNamesTheLayer() {
    store.dropTagWrites(manifest -> true);

    assertThatThrownBy(() -> publish(PublishPolicy.APPEND, "a b"))
        .isInstanceOfSatisfying(
            TagConflictException.class,
            conflict -> {
              assertThat(conflict.tag()).isEqualTo(TAG);
              assertThat(conflict.subject()).isEqualTo(IMAGE.digest());
              assertThat(conflict.layers()).containsExactly(layer("a b").digest());
            })
        .hasMessage(
            "Tag notes was written 10 times, but layer %s is not known to stay in it (publish the"
                + " same again; where reading and writing the tag is slow, Builder.settle gives it"
                + " more time)",
            layer("a b").digest());
  }

  @Test
  void aLayerThatCouldNotBeLookedForAgainIsNotSilentlyThere() {
    store.before(
        "HEAD tag",
        () -> {
          throw MemoryRepository.refusal(403, "DENIED", "no more");
        });

    assertThatThrownBy(() -> publish(PublishPolicy.APPEND, "a b"))
        .isInstanceOf(TagConflictException.class)
        .hasMessageContaining("was written 1 times")
        .hasCauseInstanceOf(ResponseException.class);
  }

  @Test
  void aRefusedWriteIsThatError() {
    store.before(
        "PUT tag",
        () -> {
          throw MemoryRepository.refusal(403, "DENIED", "read only");
        });

    assertThatThrownBy(() -> publish(PublishPolicy.APPEND, "a b"))
        .isInstanceOf(ResponseException.class);
  }

  @Test
  void whatAStaleWriterTookAwayIsBroughtBack() throws IOException {
    time.in(Duration.ofMillis(1500), () -> store.put(TAG, manifest(layer("b 1"))));

    publish(PublishPolicy.APPEND, "a b");

    assertThat(layers()).containsExactly(layer("b 1"), layer("a b"));
  }

  @Test
  void manyCallersWithClientsOfTheirOwnLoseNothing() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<?>> callers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String caller = "c" + i + " ";
      callers.add(
          threads.submit(
              () -> {
                for (int n = 0; n < 20; n++) {
                  var client = publisher(MemoryRepository.of(store), PublishPolicy.APPEND);
                  client.publish(IMAGE, note(caller + n));
                }
                return null;
              }));
    }
    for (Future<?> caller : callers) {
      caller.get();
    }
    threads.shutdown();

    assertThat(layers()).hasSize(16 * 20).doesNotHaveDuplicates();
    assertThat(store.calls().stream().filter("PUT tag"::equals).count()).isLessThan(60);
  }

  @Test
  void thePlanWritesNothing() throws IOException {
    store.put(TAG, manifest(layer("a 1")));
    TagPublisher publisher = publisher(repository, PublishPolicy.APPEND);

    PublicationPlan plan = publisher.plan(IMAGE, List.of(note("a 2"), note(NoteEncoding.ONE, "x")));

    assertThat(store.calls()).containsExactly("GET tag", "GET tag");
    assertThat(plan.tags()).containsExactly("notes", "one");
    assertThat(plan.listedBy()).isEqualTo(ListedBy.COSIGN_TAG);
    assertThat(plan.requests())
        .extracting(PublicationPlan.Request::method)
        .containsExactly(
            "POST", "GET", "POST", "PUT", "HEAD", "POST", "GET", "POST", "PUT", "HEAD");
    publisher.publishAll(IMAGE, List.of(note("a 2"), note(NoteEncoding.ONE, "x")));
    assertThat(plan.manifests())
        .containsExactly(store.at(TAG).descriptor(), store.at("one").descriptor());
  }

  private Publication publish(PublishPolicy policy, String words) throws IOException {
    return publisher(repository, policy).publish(IMAGE, note(words));
  }

  private TagPublisher publisher(MemoryRepository repository, PublishPolicy policy) {
    return TagPublisher.into(repository, new NoteEncoding()).policy(policy).time(time).build();
  }

  private List<Descriptor> layers() {
    return ((ImageManifest) store.at(TAG)).layers();
  }

  private static ImageManifest manifest(Descriptor... layers) {
    return ImageManifest.builder(CONFIG).layers(List.of(layers)).build();
  }

  private static Descriptor layer(String words) {
    Attestation note = note(words);
    return new NoteEncoding().encode(IMAGE, note).layer().descriptor();
  }
}
