package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.MalformedContentException;
import dev.referrers.error.UndeterminedException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.ReferrersAnswer.NoApi;
import dev.referrers.repository.ScriptedRepository;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class SearchTest {

  private static final String SPDX = "application/spdx+json";
  private static final Descriptor IMAGE =
      Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8("image"));
  private static final String TAG = ReferrersTag.of(IMAGE.digest());

  private final ScriptedRepository repository = new ScriptedRepository();

  /** ggcr's registry lists an index without its artifactType (peers: ggcr-referrers). */
  @Test
  void findsAnIndexWhoseTypeTheListLacks() throws IOException {
    ImageIndex index = ImageIndex.builder().artifactType(SPDX).subject(IMAGE).build();
    repository.put(index);
    repository.page(null, index.descriptor());

    assertThat(search(SPDX).toList())
        .containsExactly(new Referrer(index.asReferrer(), List.of(Source.REFERRERS_API)));
  }

  @Test
  void anIndexThatHasNoTypeIsListedWithoutOne() throws IOException {
    ImageIndex index = ImageIndex.builder().subject(IMAGE).build();
    repository.put(index);
    repository.page(null, index.descriptor()).page(null, index.descriptor());

    assertThat(search(ReferrersQuery.ALL).toList())
        .extracting(found -> found.descriptor().artifactType())
        .containsOnlyNulls();
    assertThat(search(SPDX).toList()).isEmpty();
  }

  /** ggcr's registry lists every manifest by the media type of its config. */
  @Test
  void findsAnArtifactThatTheApiListsByItsImageConfig() throws IOException {
    Manifest sbom = attached(SPDX, MediaTypes.IMAGE_CONFIG);
    repository.page(null, sbom.descriptor().withArtifactType(MediaTypes.IMAGE_CONFIG));

    assertThat(search(SPDX).toList())
        .extracting(Referrer::descriptor)
        .containsExactly(sbom.asReferrer());
  }

  @Test
  void fetchesNothingForWhatItsAnnotationsRuleOut() throws IOException {
    Descriptor other =
        attached(SPDX, MediaTypes.IMAGE_CONFIG)
            .descriptor()
            .withAnnotations(Annotations.of("k", "w"));
    repository.page(null, other);

    assertThat(search(ReferrersQuery.ALL.withAnnotation("k", "v")).toList()).isEmpty();
    assertThat(repository.calls()).containsExactly("referrers");
  }

  /** N referrers in pages of P cost ceil(N/P) requests, and the first of them one. */
  @Test
  void readsAPageOnlyWhenTheOneBeforeIsUsedUp() throws IOException {
    tenThousandInPagesOfHundred();
    Iterator<Referrer> referrers = search(ReferrersQuery.ALL).stream().iterator();

    for (int page = 1; page <= 100; page++) {
      for (int i = 0; i < 100; i++) {
        referrers.next();
      }
      assertThat(repository.calls()).hasSize(page);
    }
    assertThat(referrers.hasNext()).isFalse();
    assertThat(repository.calls()).hasSize(100);
  }

  @Test
  void aTagWhoseEntriesTheApiListsTooHasFoundThem() {
    Descriptor sbom = attached(SPDX, MediaTypes.EMPTY_JSON).asReferrer();
    repository.put(TAG, ImageIndex.builder().addManifest(sbom).build(), null);
    repository.page(null, sbom);

    DiscoveryReport report = search(ReferrersQuery.ALL.withUnion()).report();

    assertThat(report.referrers())
        .containsExactly(new Referrer(sbom, List.of(Source.REFERRERS_API, Source.REFERRERS_TAG)));
    assertThat(report.sources())
        .extracting(SourceReport::outcome)
        .containsExactly(Outcome.FOUND, Outcome.FOUND);
  }

  @Test
  void jsonUnderTheTagThatIsNoManifestIsUndetermined() throws IOException {
    var signIn = Manifest.parse("Manifest", "application/json", ByteString.encodeUtf8("{}"));
    repository.put(TAG, signIn, null);

    assertThatThrownBy(() -> search(ReferrersQuery.ALL).toList())
        .isInstanceOf(UndeterminedException.class)
        .hasCauseInstanceOf(MalformedContentException.class);
  }

  @Test
  void whatFailedOnceDoesNotEndAsIfItWereWhole() {
    Descriptor sbom = attached(SPDX, MediaTypes.EMPTY_JSON).asReferrer();
    repository.page("2", sbom).failPage(new MalformedContentException("Page", "no", null, null));
    Iterator<Referrer> referrers = search(ReferrersQuery.ALL).stream().iterator();
    referrers.next();

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(referrers::hasNext)
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(UndeterminedException.class);
    }
  }

  @Test
  void anInterruptionGoesOnAsItIs() {
    var interruption = new InterruptedIOException("interrupted");
    repository.failPage(interruption).failPage(interruption);

    assertThatThrownBy(() -> search(ReferrersQuery.ALL).toList()).isSameAs(interruption);
    assertThatThrownBy(() -> search(ReferrersQuery.ALL).stream().toList())
        .isInstanceOf(UncheckedIOException.class)
        .hasCause(interruption);
  }

  @Test
  void theListenerHearsOfTheFallbackOnce() throws IOException {
    List<String> heard = new ArrayList<>();
    repository.listener(
        new RegistryListener() {
          @Override
          public void fallbackChosen(String repository, String evidence) {
            heard.add(repository + " " + evidence);
          }
        });
    repository.answer(new NoApi("GET referrers: 404", true));

    search(ReferrersQuery.ALL).toList();
    search(ReferrersQuery.ALL).toList();

    assertThat(heard).containsExactly(repository.location() + " GET referrers: 404");
    assertThat(repository.calls()).containsExactly("referrers", TAG, TAG);
  }

  private void tenThousandInPagesOfHundred() {
    for (int page = 1; page <= 100; page++) {
      var entries = new Descriptor[100];
      for (int i = 0; i < entries.length; i++) {
        var content = ByteString.encodeUtf8(page + "-" + i);
        entries[i] = Descriptor.of(MediaTypes.IMAGE_MANIFEST, content).withArtifactType(SPDX);
      }
      repository.page(page < 100 ? "page-" + (page + 1) : null, entries);
    }
  }

  private Discovery search(ReferrersQuery query) {
    return Referrers.in(repository).of(IMAGE.digest(), query);
  }

  private Discovery search(String artifactType) {
    return search(ReferrersQuery.ALL.withArtifactType(artifactType));
  }

  private Manifest attached(String artifactType, String configType) {
    Manifest manifest =
        ImageManifest.builder(Descriptor.of(configType, ByteString.encodeUtf8("{}")))
            .artifactType(artifactType)
            .subject(IMAGE)
            .build();
    repository.put(manifest);
    return manifest;
  }
}
