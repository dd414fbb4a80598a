package dev.referrers;

import static dev.referrers.DiscoveryFixture.CYCLONEDX;
import static dev.referrers.DiscoveryFixture.SPDX;
import static dev.referrers.DiscoveryFixture.descriptors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.ReferrersUnsupportedException;
import dev.referrers.error.ResponseException;
import dev.referrers.error.UndeterminedException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.testing.Answer;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryByTagTest {

  private static final Behaviour NO_API = Behaviour.specified().withoutReferrersApi();
  private static final ReferrersQuery UNION = ReferrersQuery.ALL.withUnion();

  static Stream<Arguments> answersThatMeanNoApi() {
    return Stream.of(
        Arguments.of("google/go-containerregistry#1647", Answer.status(404)),
        Arguments.of("google/go-containerregistry#1962 and #2026", Answer.status(406)),
        Arguments.of("goharbor/harbor#18305, regclient#389: no challenge", Answer.status(401)),
        Arguments.of("goharbor/harbor#18418", Answer.error(404, "NOT_FOUND", "project")),
        Arguments.of("quay/quay#3071", Answer.error(400, "MANIFEST_INVALID", "unknown subject")),
        Arguments.of("artifacthub/hub#4785", Answer.redirect(303, "http://127.0.0.1:1/github")),
        Arguments.of("project-zot/zot#4060", Answer.redirect(307, "http://127.0.0.1:1/x")),
        Arguments.of("olareg without its API", Answer.error(405, "UNSUPPORTED", "")),
        Arguments.of("gone", Answer.status(410)),
        Arguments.of("go-gitea/gitea#25846", Answer.status(501)),
        Arguments.of("a login page", Answer.html(200)),
        Arguments.of("other JSON", Answer.json(200, "{\"hello\":1}")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answersThatMeanNoApi")
  void asksTheTagWhereThereIsNoApi(String source, Answer answer) throws IOException {
    Behaviour behaviour = Behaviour.specified().withReferrersAnswer(answer);
    try (var fixture = new DiscoveryFixture(behaviour)) {
      Descriptor entry = listed(fixture, SPDX);

      List<Referrer> found = fixture.referrers().of(fixture.image.digest()).toList();

      assertThat(found).containsExactly(new Referrer(entry, List.of(Source.REFERRERS_TAG)));
      assertThat(fixture.asked()).containsExactly("GET referrers", "GET manifests");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answersThatMeanNoApi")
  void noTagThenIsNone(String source, Answer answer) throws IOException {
    Behaviour behaviour = Behaviour.specified().withReferrersAnswer(answer);
    try (var fixture = new DiscoveryFixture(behaviour)) {
      assertThat(fixture.referrers().of(fixture.image.digest()).outcome()).isEqualTo(Outcome.NONE);
    }
  }

  /** ocx-sh/ocx#203: "no API" and a tag that can't be read is not "not signed". */
  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 503})
  void anErrorOfTheTagIsUndetermined(int status) {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      listed(fixture, SPDX);
      fixture.registry.fault(Route.GET_MANIFEST, Fault.status(status).always());

      assertThatThrownBy(() -> fixture.referrers().of(fixture.image.digest()).toList())
          .isInstanceOf(UndeterminedException.class)
          .hasMessageContaining("referrers tag failed");
    }
  }

  /** project-zot/zot#1801, regclient#446: asked once for a repository, not once for an image. */
  @Test
  void remembersThatThereIsNoApi() throws IOException {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      listed(fixture, SPDX);
      Referrers referrers = fixture.referrers();
      referrers.of(fixture.image.digest()).toList();
      fixture.registry.resetRequests();

      assertThat(referrers.of(fixture.image.digest()).toList()).hasSize(1);
      assertThat(referrers.of(Digest.sha256(ByteString.EMPTY)).toList()).isEmpty();

      assertThat(fixture.asked()).containsExactly("GET manifests", "GET manifests");
    }
  }

  /** A load balancer without a registry, a login page: neither knows whether there is an API. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("answersThatMeanNoApi")
  void anOutageThatLooksLikeNoApiIsNotRemembered(String source, Answer answer) throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor sbom = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      fixture.registry.fault(Route.REFERRERS, Fault.answer(answer).times(2));
      fixture.registry.fault(Route.GET_MANIFEST, Fault.answer(Answer.html(404)).times(2));
      Referrers referrers = fixture.referrers();

      assertThat(referrers.of(fixture.image.digest()).report().outcome())
          .isEqualTo(Outcome.UNDETERMINED);
      assertThat(referrers.of(fixture.image.digest(), UNION).report().outcome())
          .isEqualTo(Outcome.UNDETERMINED);

      assertThat(descriptors(referrers.of(fixture.image.digest()).toList())).containsExactly(sbom);
    }
  }

  /** A 404 NAME_UNKNOWN may be a repository that is still to come (peers: cue, ggcr). */
  @Test
  void anUnknownRepositoryIsNotRemembered() throws IOException {
    Answer unknown = Answer.error(404, "NAME_UNKNOWN", "no such repository");
    try (var fixture = new DiscoveryFixture(Behaviour.specified().withReferrersAnswer(unknown))) {
      fixture.referrers().of(fixture.image.digest()).toList();
      fixture.registry.behave(Behaviour::withReferrersApi);
      Descriptor entry = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);

      assertThat(descriptors(fixture.referrers().of(fixture.image.digest()).toList()))
          .containsExactly(entry);
    }
  }

  @Test
  void obeysAPinnedCapability() {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      var capabilities = fixture.repository.capabilities();
      capabilities.pin(fixture.repository.location(), Feature.REFERRERS_API, true);

      assertThatThrownBy(() -> fixture.referrers().of(fixture.image.digest()).toList())
          .isInstanceOf(UndeterminedException.class)
          .hasCauseInstanceOf(ReferrersUnsupportedException.class);
    }
  }

  @Test
  void withoutTheTagAmongTheSourcesNoApiIsUndetermined() throws IOException {
    ReferrersQuery apiOnly = ReferrersQuery.ALL.withSources(Set.of(Source.REFERRERS_API));
    try (var fixture = new DiscoveryFixture(NO_API)) {
      assertThatThrownBy(() -> fixture.referrers().of(fixture.image.digest(), apiOnly).outcome())
          .isInstanceOf(UndeterminedException.class);
    }
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      assertThat(fixture.referrers().of(fixture.image.digest(), apiOnly).outcome())
          .isEqualTo(Outcome.NONE);
    }
  }

  /** oras-project/oras-go#1396: GitLab resolves the tag to the image. */
  @Test
  void theSubjectUnderItsOwnTagHoldsNoReferrers() {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      Descriptor child = fixture.stored.pushImage("child");
      Descriptor index = fixture.stored.pushIndex("multi", List.of(child));
      fixture.stored.tag(ReferrersTag.of(index.digest()), index.digest());

      DiscoveryReport report = fixture.referrers().of(index.digest()).report();

      assertThat(report.outcome()).isEqualTo(Outcome.NONE);
      assertThat(report.sources().get(1).note())
          .isEqualTo(
              "Tag %s is no referrers list: it is the subject itself"
                  .formatted(ReferrersTag.of(index.digest())));
    }
  }

  @Test
  void anImageUnderTheTagHoldsNoReferrers() {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      Descriptor other = fixture.stored.pushImage("other");
      fixture.stored.tag(ReferrersTag.of(fixture.image.digest()), other.digest());

      DiscoveryReport report = fixture.referrers().of(fixture.image.digest()).report();

      assertThat(report.outcome()).isEqualTo(Outcome.NONE);
      assertThat(report.sources().get(1).note()).endsWith("it is " + MediaTypes.IMAGE_MANIFEST);
    }
  }

  @Test
  void anIndexWithASubjectHoldsNoReferrers() {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      ByteString index =
          ByteString.encodeUtf8(
              """
              {"schemaVersion":2,"mediaType":"%s","manifests":[],"subject":\
              {"mediaType":"%s","digest":"%s","size":1}}"""
                  .formatted(
                      MediaTypes.IMAGE_INDEX, MediaTypes.IMAGE_MANIFEST, fixture.image.digest()));
      fixture.stored.pushManifest(
          MediaTypes.IMAGE_INDEX, index, ReferrersTag.of(fixture.image.digest()));

      DiscoveryReport report = fixture.referrers().of(fixture.image.digest()).report();

      assertThat(report.outcome()).isEqualTo(Outcome.NONE);
      assertThat(report.sources().get(1).note()).endsWith("it has a subject");
    }
  }

  @Test
  void brokenJsonUnderTheTagIsUndetermined() {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      listed(fixture, SPDX);
      fixture.registry.fault(
          Route.GET_MANIFEST, Fault.answer(Answer.of(200, MediaTypes.IMAGE_INDEX, "{\"a\"")));

      assertThatThrownBy(() -> fixture.referrers().of(fixture.image.digest()).toList())
          .isInstanceOf(UndeterminedException.class);
    }
  }

  /** NVIDIA/aicr#1957, GiganticMinecraft/seichi_infra#5513, docker/buildx#4010. */
  @Test
  void aBundleThatIsListedWithTheConfigsTypeIsFound() throws IOException {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      Descriptor bundle = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.of("k", "v"));
      Descriptor other =
          fixture.stored.addReferrer(fixture.image, CYCLONEDX, Annotations.of("k", "w"));
      list(fixture, bundle.bare().withArtifactType(MediaTypes.EMPTY_JSON), other.bare());

      assertThat(descriptors(fixture.referrers().of(fixture.image.digest(), SPDX).toList()))
          .containsExactly(bundle);
      assertThat(descriptors(fixture.referrers().of(fixture.image.digest()).toList()))
          .containsExactly(bundle, other);
    }
  }

  /** sigstore/cosign#4641 and #4422: entries without their annotations. */
  @Test
  void annotationsThatTheEntryLacksComeFromTheManifest() throws IOException {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      Descriptor entry = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.of("k", "v"));
      list(fixture, entry.withAnnotations(Annotations.NONE));
      ReferrersQuery query = ReferrersQuery.ALL.withAnnotation("k", "v");

      assertThat(descriptors(fixture.referrers().of(fixture.image.digest(), query).toList()))
          .containsExactly(entry);
    }
  }

  @Test
  void anEntryWithoutAManifestIsLeftOutWithANote() {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      Descriptor gone = Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8("gone"));
      Descriptor there = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      list(fixture, gone, there);

      DiscoveryReport report = fixture.referrers().of(fixture.image.digest()).report();

      assertThat(descriptors(report.referrers())).containsExactly(there);
      assertThat(report.sources().get(1).note()).isEqualTo("entries without a manifest: 1");
    }
  }

  /** project-zot/zot#1896: a registry with the API may hold a tag that it doesn't read. */
  @Test
  void aUnionHoldsBothOnceWithTheirOrigins() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor both = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.of("n", "1"));
      Descriptor api = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.of("n", "2"));
      Descriptor tag =
          Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8("old"))
              .withArtifactType(SPDX);
      list(fixture, both, tag);

      assertThat(fixture.referrers().of(fixture.image.digest(), UNION).toList())
          .containsExactly(
              new Referrer(both, List.of(Source.REFERRERS_API, Source.REFERRERS_TAG)),
              new Referrer(api, List.of(Source.REFERRERS_API)),
              new Referrer(tag, List.of(Source.REFERRERS_TAG)));
      assertThat(fixture.referrers().of(fixture.image.digest()).toList()).hasSize(2);
    }
  }

  @Test
  void aUnionIsUndeterminedWhenEitherSourceIs() {
    for (Route broken : List.of(Route.REFERRERS, Route.GET_MANIFEST)) {
      try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
        Descriptor api = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
        list(fixture, api);
        fixture.registry.fault(broken, Fault.status(500).always());
        Discovery discovery = fixture.referrers().of(fixture.image.digest(), UNION);

        assertThatThrownBy(discovery::toList).isInstanceOf(UndeterminedException.class);
        DiscoveryReport report = discovery.report();
        assertThat(report.outcome()).isEqualTo(Outcome.UNDETERMINED);
        assertThat(report.sources()).hasSize(2);
        assertThat(descriptors(report.referrers())).containsExactly(api);
      }
    }
  }

  /** Two sha512 digests may share the 64 characters that the tag keeps. */
  @Test
  void aLongDigestsTagIsReadWithItsSubjectsChecked() throws IOException {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      Digest sha512 = Digest.sha512(ByteString.encodeUtf8("image"));
      String twinHex = sha512.encoded().substring(0, 64) + "0".repeat(64);
      Descriptor image = Descriptor.of(MediaTypes.IMAGE_MANIFEST, sha512, 5);
      Descriptor twin = Descriptor.of(MediaTypes.IMAGE_MANIFEST, new Digest("sha512", twinHex), 5);
      Descriptor own = fixture.stored.addReferrer(image, SPDX, Annotations.NONE);
      Descriptor foreign = fixture.stored.addReferrer(twin, SPDX, Annotations.NONE);
      fixture.stored.pushIndex(ReferrersTag.of(sha512), List.of(own, foreign));

      assertThat(descriptors(fixture.referrers().of(sha512).toList())).containsExactly(own);
      assertThat(descriptors(fixture.referrers().of(twin.digest()).toList()))
          .containsExactly(foreign);
    }
  }

  private static Descriptor listed(DiscoveryFixture fixture, String type) {
    Descriptor entry = fixture.stored.addReferrer(fixture.image, type, Annotations.of("k", "v"));
    list(fixture, entry);
    return entry;
  }

  private static void list(DiscoveryFixture fixture, Descriptor... entries) {
    fixture.stored.pushIndex(ReferrersTag.of(fixture.image.digest()), List.of(entries));
  }

  /** What stands before a registry answers so when the registry is gone. */
  @Test
  void aPageThatSaysNotFoundIsUndetermined() {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      listed(fixture, SPDX);
      fixture.registry.fault(Route.GET_MANIFEST, Fault.answer(Answer.html(404)));

      assertThatThrownBy(() -> fixture.referrers().of(fixture.image.digest()).outcome())
          .isInstanceOf(UndeterminedException.class);
    }
  }

  /** A load balancer answers so for a moment, when it has no registry to pass the question to. */
  @Test
  void aBareNotFoundIsBelievedWhenItComesTwice() throws IOException {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      Descriptor entry = listed(fixture, SPDX);
      fixture.registry.fault(Route.GET_MANIFEST, Fault.status(404));

      assertThat(descriptors(fixture.referrers().of(fixture.image.digest()).toList()))
          .containsExactly(entry);
      assertThat(fixture.asked())
          .containsExactly("GET referrers", "GET manifests", "GET manifests");

      fixture.registry.fault(Route.GET_MANIFEST, Fault.status(404).always());
      DiscoveryReport report = fixture.referrers().of(fixture.image.digest()).report();
      assertThat(report.outcome()).isEqualTo(Outcome.NONE);
      assertThat(report.sources().get(1).note())
          .isEqualTo(
              "Tag %s is taken to be missing, though the 404 was no answer of a registry"
                  .formatted(ReferrersTag.of(fixture.image.digest())));
    }
  }

  /** traefik answers a plain 404 to everything while the registry behind it restarts. */
  @Test
  void aBareNotFoundForEverythingIsUndetermined() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor sbom = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      fixture.registry.fault(
          Route.ANY, Fault.answer(Answer.of(404, "text/plain", "404 page not found\n")).always());

      assertThatThrownBy(() -> fixture.referrers().of(fixture.image.digest()).outcome())
          .isInstanceOf(UndeterminedException.class)
          .hasMessageContaining("a proxy may have made it up");

      fixture.registry.clearFaults();
      assertThat(descriptors(fixture.referrers().of(fixture.image.digest()).toList()))
          .containsExactly(sbom);
    }
  }

  @Test
  void aNotFoundOfTheRegistryIsBelievedAtOnce() {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      DiscoveryReport report = fixture.referrers().of(fixture.image.digest()).report();

      assertThat(report.outcome()).isEqualTo(Outcome.NONE);
      assertThat(report.sources().get(1).note()).isNull();
      assertThat(fixture.asked()).containsExactly("GET referrers", "GET manifests");
    }
  }

  @Test
  void aNotFoundThatTellsOfARefusalIsUndetermined() {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      fixture.registry.fault(
          Route.GET_MANIFEST, Fault.answer(Answer.error(404, "DENIED", "not yours")).always());

      assertThatThrownBy(() -> fixture.referrers().of(fixture.image.digest()).outcome())
          .isInstanceOf(UndeterminedException.class)
          .hasMessageContaining("404 DENIED");
    }
  }

  /** goharbor/harbor#18305 is the good neighbour: there, the image can be read. */
  @Test
  void unauthorizedIsNotNoneWhereNothingShowsThatWeMayRead() {
    Behaviour behaviour = Behaviour.specified().withReferrersAnswer(Answer.status(401));
    try (var fixture = new DiscoveryFixture(behaviour)) {
      Digest unknown = Digest.sha256(ByteString.encodeUtf8("unknown"));

      assertThat(fixture.referrers().of(fixture.image.digest()).report().outcome())
          .isEqualTo(Outcome.NONE);
      assertThatThrownBy(() -> fixture.referrers().of(unknown).outcome())
          .isInstanceOf(UndeterminedException.class)
          .hasMessageContaining("referrers API failed: GET ")
          .hasMessageContaining(": 401")
          .hasCauseInstanceOf(ResponseException.class);
      assertThat(fixture.referrers().of(unknown).report().outcome())
          .isEqualTo(Outcome.UNDETERMINED);
    }
  }

  @Test
  void theRemedyOfTheCauseIsPassedOn() {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      fixture.registry.fault(Route.GET_MANIFEST, Fault.status(403).always());

      assertThatThrownBy(() -> fixture.referrers().of(fixture.image.digest()).outcome())
          .isInstanceOfSatisfying(
              UndeterminedException.class,
              e ->
                  assertThat(e.remedy())
                      .isEqualTo(
                          "no credentials are known for %s; report() goes on without an"
                              + " exception",
                          fixture.registry.host()))
          .hasMessageEndingWith(
              ": 403 (no credentials are known for %s; report() goes on without an" + " exception)",
              fixture.registry.host());
    }
  }

  @Test
  void eachSourceOfAUnionHasItsOwnNote() {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor sbom = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      Descriptor gone = Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8("gone"));
      Descriptor untyped = fixture.stored.pushImage("other");
      list(fixture, sbom, gone, untyped);

      DiscoveryReport report = fixture.referrers().of(fixture.image.digest(), UNION).report();

      assertThat(report.sources())
          .extracting(SourceReport::note)
          .containsExactly(null, "entries without a manifest: 1, entries about something else: 1");
    }
  }

  /** The list shows that the entry is there: a 404 of a proxy is no reason to leave it out. */
  @Test
  void anEntryIsNotLeftOutForABareNotFound() {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      Descriptor sbom = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      list(fixture, Descriptor.of(sbom.mediaType(), sbom.digest(), sbom.size()));
      fixture.registry.fault(
          Route.GET_MANIFEST,
          path -> path.endsWith(sbom.digest().encoded()),
          Fault.status(404).always());

      assertThatThrownBy(() -> fixture.referrers().of(fixture.image.digest()).outcome())
          .isInstanceOf(UndeterminedException.class);
    }
  }

  @Test
  void aSizeThatIsPutRightIsNoted() {
    try (var fixture = new DiscoveryFixture(NO_API)) {
      Descriptor sbom = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      list(fixture, Descriptor.of(sbom.mediaType(), sbom.digest(), 7));

      DiscoveryReport report = fixture.referrers().of(fixture.image.digest()).report();

      assertThat(descriptors(report.referrers())).containsExactly(sbom);
      assertThat(report.sources().get(1).note())
          .isEqualTo("entries of another size than their manifest: 1");
    }
  }

  @Test
  @Timeout(20)
  void aUnionAsksBothSourcesAtOnce() throws Exception {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      fixture.registry.fault(Route.ANY, Fault.stall().always());
      Discovery discovery = fixture.referrers().of(fixture.image.digest(), UNION);
      var search = new Thread(discovery::report);

      search.start();
      while (fixture.asked().size() < 2) {
        Thread.sleep(5);
      }
      search.interrupt();
      search.join();

      assertThat(fixture.asked()).containsExactlyInAnyOrder("GET referrers", "GET manifests");
    }
  }
}
