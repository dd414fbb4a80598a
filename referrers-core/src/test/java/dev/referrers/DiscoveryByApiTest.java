package dev.referrers;

import static dev.referrers.DiscoveryFixture.CYCLONEDX;
import static dev.referrers.DiscoveryFixture.SPDX;
import static dev.referrers.DiscoveryFixture.descriptors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.DeadlineExceededException;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.ResponseException;
import dev.referrers.error.UndeterminedException;
import dev.referrers.oci.AnnotationKeys;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.testing.Answer;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Filtering;
import dev.referrers.testing.LinkStyle;
import dev.referrers.testing.ListedType;
import dev.referrers.testing.Paging;
import dev.referrers.testing.RegistryRequest;
import dev.referrers.testing.Route;
import dev.referrers.transport.Feature;
import dev.referrers.transport.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryByApiTest {

  private static final Behaviour API = Behaviour.specified();

  @Test
  void keepsTypesThatBeginAsAsked() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor one = fixture.stored.addReferrer(fixture.image, "x/y.v1", Annotations.NONE);
      Descriptor two = fixture.stored.addReferrer(fixture.image, "x/y.v2", Annotations.NONE);
      fixture.stored.addReferrer(fixture.image, "x/z", Annotations.NONE);
      var query = ReferrersQuery.ALL.withArtifactTypePrefix("x/y");

      assertThat(descriptors(fixture.referrers().of(fixture.image.digest(), query).toList()))
          .containsExactlyInAnyOrder(one, two);
    }
  }

  @Test
  void anEmptyListIsNone() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Discovery discovery = fixture.referrers().of(fixture.image.digest());

      assertThat(discovery.outcome()).isEqualTo(Outcome.NONE);
      assertThat(discovery.toList()).isEmpty();
      assertThat(fixture.asked()).containsExactly("GET referrers", "GET referrers");
    }
  }

  /** opencontainers/distribution-spec#359, and cue's registry: null stands for the empty list. */
  @Test
  void aListOfNullIsNone() throws IOException {
    try (var fixture = new DiscoveryFixture(API.withNullLists())) {
      assertThat(fixture.referrers().of(fixture.image.digest()).toList()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(LinkStyle.class)
  void followsEveryPageInOrder(LinkStyle style) throws IOException {
    Behaviour paged = API.withPaging(Paging.of(3).withLinks(style));
    try (var fixture = new DiscoveryFixture(paged)) {
      List<Descriptor> attached = fixture.stored.addReferrers(fixture.image, 8, SPDX);

      List<Referrer> found = fixture.referrers().of(fixture.image.digest()).toList();

      assertThat(descriptors(found)).containsExactlyElementsOf(attached);
      assertThat(found.get(0).origins()).containsExactly(Source.REFERRERS_API);
      assertThat(fixture.registry.count(Route.REFERRERS)).isEqualTo(3);
    }
  }

  /** github/artifact-attestations-opa-provider#196: those beyond page one must not be lost. */
  @Test
  void findsAMatchOnTheLastPage() throws IOException {
    Behaviour paged = API.withFiltering(Filtering.IGNORED).withPaging(Paging.of(2));
    try (var fixture = new DiscoveryFixture(paged)) {
      fixture.stored.addReferrers(fixture.image, 5, SPDX);
      Descriptor last = fixture.stored.addReferrer(fixture.image, CYCLONEDX, Annotations.NONE);

      Discovery discovery = fixture.referrers().of(fixture.image.digest(), CYCLONEDX);

      assertThat(discovery.outcome()).isEqualTo(Outcome.FOUND);
      assertThat(descriptors(discovery.toList())).containsExactly(last);
    }
  }

  @Test
  void aStreamThatIsNotReadToItsEndAsksNoFurther() {
    try (var fixture = new DiscoveryFixture(API.withPaging(Paging.of(2)))) {
      fixture.stored.addReferrers(fixture.image, 9, SPDX);

      assertThat(fixture.referrers().of(fixture.image.digest()).stream().limit(3)).hasSize(3);

      assertThat(fixture.registry.count(Route.REFERRERS)).isEqualTo(2);
    }
  }

  @Test
  void anEntryOfTwoPagesComesOnce() throws IOException {
    try (var fixture = new DiscoveryFixture(API.withPaging(Paging.of(2).withOverlap(1)))) {
      List<Descriptor> attached = fixture.stored.addReferrers(fixture.image, 5, SPDX);

      assertThat(descriptors(fixture.referrers().of(fixture.image.digest()).toList()))
          .containsExactlyElementsOf(attached);
    }
  }

  /** The plus sign goes out as %2B; raw, a registry reads it as a space and finds nothing. */
  @Test
  void sendsTheFilterWithItsPlusSignEncoded() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      fixture.stored.addReferrer(fixture.image, CYCLONEDX, Annotations.NONE);
      Descriptor spdx = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);

      assertThat(descriptors(fixture.referrers().of(fixture.image.digest(), SPDX).toList()))
          .containsExactly(spdx);

      RegistryRequest request = fixture.registry.requests(Route.REFERRERS).get(0);
      assertThat(request.query()).startsWith("artifactType=").endsWith("spdx%2Bjson");
      assertThat(
              fixture
                  .repository
                  .capabilities()
                  .supports(fixture.repository.location(), Feature.ARTIFACT_TYPE_FILTER))
          .isTrue();
    }
  }

  /** opencontainers/wg-reference-types#78: filtering is optional for a registry, not for us. */
  @ParameterizedTest
  @EnumSource(Filtering.class)
  void filtersItselfWhateverTheRegistrySays(Filtering filtering) throws IOException {
    try (var fixture = new DiscoveryFixture(API.withFiltering(filtering))) {
      fixture.stored.addReferrer(fixture.image, CYCLONEDX, Annotations.NONE);
      Descriptor spdx = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);

      assertThat(descriptors(fixture.referrers().of(fixture.image.digest(), SPDX).toList()))
          .containsExactly(spdx);
      assertThat(fixture.registry.requests()).hasSize(1);
    }
  }

  /** sigstore/cosign#4995, Azure/acr#784: a type that the list lacks is in the manifest. */
  @ParameterizedTest
  @EnumSource(ListedType.class)
  void aTypeThatTheListLacksComesFromTheManifest(ListedType listed) throws IOException {
    Behaviour behaviour = API.withFiltering(Filtering.IGNORED).withListedType(listed);
    try (var fixture = new DiscoveryFixture(behaviour)) {
      fixture.stored.addReferrer(fixture.image, CYCLONEDX, Annotations.NONE);
      Descriptor spdx = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);

      assertThat(descriptors(fixture.referrers().of(fixture.image.digest(), SPDX).toList()))
          .containsExactly(spdx);
      assertThat(fixture.registry.count(Route.GET_MANIFEST))
          .isEqualTo(listed == ListedType.SPECIFIED ? 0 : 2);
    }
  }

  /** sigstore/cosign#1934: a hint outside the payload saves the downloads. */
  @Test
  void filtersByAnnotationWithoutFetchingAnything() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      fixture.stored.addReferrer(fixture.image, SPDX, Annotations.of("by", "ci"));
      Descriptor human =
          fixture.stored.addReferrer(
              fixture.image, SPDX, Annotations.of("by", "human").with("more", "x"));
      ReferrersQuery byHuman = ReferrersQuery.ALL.withAnnotation("by", "human");

      assertThat(descriptors(fixture.referrers().of(fixture.image.digest(), byHuman).toList()))
          .containsExactly(human);
      assertThat(fixture.asked()).containsExactly("GET referrers");
    }
  }

  /** aquasecurity/trivy#3735: with several SBOMs attached, which one is the newest? */
  @Test
  void sortsTheNewestFirstAndThoseWithoutADateLast() throws IOException {
    try (var fixture = new DiscoveryFixture(API.withPaging(Paging.of(2)))) {
      Descriptor undated = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      Descriptor old = attachedAt(fixture, "2024-03-08T18:18:20Z");
      Descriptor odd = attachedAt(fixture, "yesterday");
      Descriptor young = attachedAt(fixture, "2026-01-01T01:00:00.5+02:00");

      ReferrersQuery newest = ReferrersQuery.ALL.sortedByNewest();
      Discovery discovery = fixture.referrers().of(fixture.image.digest(), newest);

      assertThat(descriptors(discovery.toList())).containsExactly(young, old, undated, odd);
      assertThat(discovery.stream().findFirst().map(Referrer::descriptor)).contains(young);
    }
  }

  @Test
  void aLoopOfPagesIsUndetermined() {
    try (var fixture = new DiscoveryFixture(API.withPaging(Paging.of(2).withLoopAt(2)))) {
      fixture.stored.addReferrers(fixture.image, 9, SPDX);

      assertThatThrownBy(() -> fixture.referrers().of(fixture.image.digest()).toList())
          .isInstanceOf(UndeterminedException.class)
          .hasCauseInstanceOf(MalformedContentException.class)
          .hasMessageContaining("leads back to an earlier one");
      assertThat(fixture.registry.count(Route.REFERRERS)).isLessThanOrEqualTo(4);
    }
  }

  /** google/go-containerregistry#2446: what came before a bad page is not the whole. */
  @ParameterizedTest
  @ValueSource(ints = {404, 403, 500})
  void aFailureOnALaterPageIsUndetermined(int status) {
    Paging paging = Paging.of(2).withFailureAt(3, Answer.status(status));
    try (var fixture = new DiscoveryFixture(API.withPaging(paging))) {
      fixture.stored.addReferrers(fixture.image, 9, SPDX);
      List<Referrer> seen = new ArrayList<>();

      assertThatThrownBy(
              () -> fixture.referrers().of(fixture.image.digest()).stream().forEach(seen::add))
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(UndeterminedException.class);

      assertThat(seen).hasSize(4);
      assertThat(fixture.registry.count(Route.GET_MANIFEST)).isZero();
    }
  }

  @Test
  void aPageOfHtmlAfterTheFirstIsUndetermined() {
    Paging paging = Paging.of(2).withFailureAt(2, Answer.html(200));
    try (var fixture = new DiscoveryFixture(API.withPaging(paging))) {
      fixture.stored.addReferrers(fixture.image, 3, SPDX);

      assertThatThrownBy(() -> fixture.referrers().of(fixture.image.digest()).toList())
          .isInstanceOf(UndeterminedException.class);
    }
  }

  /** oras-project/artifacts-spec#93: an absolute link of another host is not followed. */
  @Test
  void aLinkToAnotherHostIsUndetermined() {
    Paging paging = Paging.of(2).withLinksTo("http://127.0.0.1:1");
    try (var fixture = new DiscoveryFixture(API.withPaging(paging))) {
      fixture.stored.addReferrers(fixture.image, 3, SPDX);

      assertThatThrownBy(() -> fixture.referrers().of(fixture.image.digest()).toList())
          .isInstanceOf(UndeterminedException.class)
          .hasMessageContaining("http://127.0.0.1:1")
          .hasMessageContaining("not followed");
    }
  }

  /** ocx-sh/ocx#203: a peer controls how much it lists. */
  @Test
  void moreThanTheLimitIsUndetermined() throws IOException {
    Behaviour paged = API.withPaging(Paging.of(2));
    for (Limits limits :
        List.of(
            Limits.DEFAULT.withPages(2),
            Limits.DEFAULT.withEntries(5),
            Limits.DEFAULT.withListingBytes(300))) {
      try (var fixture = new DiscoveryFixture(paged, limits)) {
        fixture.stored.addReferrers(fixture.image, 6, SPDX);

        assertThatThrownBy(() -> fixture.referrers().of(fixture.image.digest()).toList())
            .isInstanceOf(UndeterminedException.class)
            .hasCauseInstanceOf(LimitExceededException.class);
      }
    }
    Limits enough = Limits.DEFAULT.withPages(3).withEntries(6);
    try (var fixture = new DiscoveryFixture(paged, enough)) {
      fixture.stored.addReferrers(fixture.image, 6, SPDX);

      assertThat(fixture.referrers().of(fixture.image.digest()).toList()).hasSize(6);
    }
  }

  /** conforma/cli#1730, chainguard-dev: an outage or a limit is not "unsigned". */
  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 502, 503, 504})
  void anErrorIsNeverAnEmptyList(int status) {
    try (var fixture = new DiscoveryFixture(API)) {
      fixture.registry.fault(Route.REFERRERS, challenged(status).always());
      Discovery discovery = fixture.referrers().of(fixture.image.digest());

      assertThatThrownBy(discovery::toList)
          .isInstanceOf(UndeterminedException.class)
          .hasMessageContaining(
              "Referrers of " + fixture.image.digest() + " are not known: referrers API failed")
          .hasCauseInstanceOf(ResponseException.class);
      assertThatThrownBy(discovery::outcome).isInstanceOf(UndeterminedException.class);
      assertThat(discovery.report().outcome()).isEqualTo(Outcome.UNDETERMINED);
      assertThat(fixture.registry.count(Route.GET_MANIFEST)).isZero();
    }
  }

  @Test
  void aReportTellsWhatFailed() {
    try (var fixture = new DiscoveryFixture(API)) {
      fixture.registry.fault(Route.REFERRERS, Fault.status(403).always());

      DiscoveryReport report = fixture.referrers().of(fixture.image.digest()).report();

      assertThat(report.referrers()).isEmpty();
      assertThat(report.sources()).hasSize(1);
      assertThat(report.sources().get(0).source()).isEqualTo(Source.REFERRERS_API);
      assertThat(report.sources().get(0).failure()).isInstanceOf(ResponseException.class);
    }
  }

  @Test
  void withChecksEveryManifestHasToNameTheSubject() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor other = fixture.stored.pushImage("v2");
      Descriptor stray = fixture.stored.addReferrer(other, SPDX, Annotations.NONE);
      fixture.stored.list(fixture.image.digest(), stray);
      Descriptor own = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      Referrers referrers = fixture.referrers();

      assertThat(descriptors(referrers.of(fixture.image.digest()).toList()))
          .containsExactly(stray, own);
      ReferrersQuery checked = ReferrersQuery.ALL.withArtifactType(SPDX).withChecks();
      DiscoveryReport report = referrers.of(fixture.image.digest(), checked).report();

      assertThat(descriptors(report.referrers())).containsExactly(own);
      assertThat(report.sources().get(0).note()).isEqualTo("entries about something else: 1");
    }
  }

  private static Fault challenged(int status) {
    Answer answer = Answer.status(status);
    return Fault.answer(
        status == 401 ? answer.withHeader("WWW-Authenticate", "Basic realm=\"r\"") : answer);
  }

  private static Descriptor attachedAt(DiscoveryFixture fixture, String created) {
    return fixture.stored.addReferrer(
        fixture.image, SPDX, Annotations.of(AnnotationKeys.CREATED, created));
  }

  /** Quay answers 400 for an unknown subject (quay/quay#3071), on other hosts than quay.io too. */
  @ParameterizedTest
  @ValueSource(ints = {400, 404})
  void aSubjectThatIsNotKnownHidesNoReferrersOfOthers(int status) throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor entry = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      Answer unknown = Answer.error(status, "MANIFEST_UNKNOWN", "manifest unknown");
      fixture.registry.fault(Route.REFERRERS, Fault.answer(unknown));

      fixture.referrers().of(Digest.sha256(ByteString.EMPTY)).toList();

      assertThat(descriptors(fixture.referrers().of(fixture.image.digest()).toList()))
          .containsExactly(entry);
    }
  }

  static Stream<Answer> answersOfARegistryWithoutTheApi() {
    return Stream.of(
        Answer.status(404), Answer.html(200), Answer.redirect(303, "http://127.0.0.1:1/login"));
  }

  @ParameterizedTest
  @MethodSource("answersOfARegistryWithoutTheApi")
  void anApiThatWorkedAndIsGoneIsUndetermined(Answer odd) throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor entry = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      Discovery discovery = fixture.referrers().of(fixture.image.digest());
      discovery.outcome();
      fixture.registry.fault(Route.REFERRERS, Fault.answer(odd));

      assertThatThrownBy(discovery::outcome).isInstanceOf(UndeterminedException.class);

      assertThat(descriptors(discovery.toList())).containsExactly(entry);
    }
  }

  @Test
  void a401OfAnApiThatWorkedIsUndetermined() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      Discovery discovery = fixture.referrers().of(fixture.image.digest());
      discovery.outcome();
      fixture.registry.fault(Route.REFERRERS, Fault.status(401));

      assertThatThrownBy(discovery::outcome).isInstanceOf(UndeterminedException.class);
    }
  }

  @Test
  void allPagesHaveOneDeadline() throws IOException {
    Behaviour slow =
        Behaviour.specified().withPaging(Paging.of(1)).withLatency(Duration.ofMillis(70));
    try (var fixture = new DiscoveryFixture(slow)) {
      fixture.stored.addReferrers(fixture.image, 5, SPDX);

      assertThatThrownBy(() -> within(fixture, Duration.ofMillis(250)).toList())
          .isInstanceOf(UndeterminedException.class)
          .hasCauseInstanceOf(DeadlineExceededException.class);
      assertThat(within(fixture, Duration.ofSeconds(20)).toList()).hasSize(5);
    }
  }

  /** By a client each of whose operations may take so long. */
  private static Discovery within(DiscoveryFixture fixture, Duration timeout) {
    Registry client =
        Registry.at(fixture.registry.host())
            .allowPlainHttp(fixture.registry.host())
            .timeout(timeout)
            .build();
    return Referrers.in(client.repository("acme/api")).of(fixture.image.digest());
  }
}
