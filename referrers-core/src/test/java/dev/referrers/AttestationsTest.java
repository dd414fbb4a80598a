package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.ResourceDescriptor;
import dev.referrers.attestation.Statement;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.UndeterminedException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Paging;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttestationsTest {

  private static final String BUILDKIT = "application/vnd.docker.attestation.manifest.v1+json";
  private static final AttestationQuery SPDX = AttestationQuery.ALL.withPredicateType("spdx");

  private final DiscoveryFixture fixture = new DiscoveryFixture(Behaviour.specified());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void listsReferrersOnceForAllDecodersAndAsksOtherPlacesBesides() throws IOException {
    Descriptor spdx = layer(PredicateTypes.SPDX, 0);
    Descriptor slsa = layer(PredicateTypes.SLSA_PROVENANCE_V1, 0);
    Descriptor two = referrer(spdx, slsa);
    Descriptor file = fixture.stored.addReferrer(fixture.image, "text/plain", Annotations.NONE);
    Descriptor tagged = layer(PredicateTypes.SPDX, 1);
    tag("a", tagged);
    fixture.registry.resetRequests();

    List<Candidate> found = list(view("a", "b"), AttestationQuery.ALL);

    assertThat(found).extracting(Candidate::entry).containsExactly(spdx, slsa, file, tagged);
    assertThat(found)
        .extracting(each -> each.descriptor().digest())
        .containsExactly(
            two.digest(), two.digest(), file.digest(), fixture.stored.manifest("a").digest());
    assertThat(found)
        .extracting(Candidate::layout)
        .containsExactly("buildkit", "buildkit", "referrer", "tag");
    assertThat(fixture.asked())
        .containsExactlyInAnyOrder(
            "GET referrers", "GET manifests", "GET manifests", "GET manifests");
  }

  @Test
  void aSourceIsNotEmptyBecauseOnlyTheNewestOfAnotherAreKept() throws IOException {
    referrer(layer(PredicateTypes.SPDX, 0));
    tag("a", layer(PredicateTypes.SPDX, 1));

    AttestationReport report =
        view("a").report(fixture.image.digest(), AttestationQuery.ALL.withNewest(1));

    assertThat(report.candidates()).hasSize(1);
    assertThat(report.sources())
        .extracting(SourceReport::outcome)
        .containsExactly(Outcome.FOUND, Outcome.FOUND);
  }

  @Test
  void whatIsInSeveralPlacesIsOneWithAllOrigins() throws IOException {
    Descriptor both = layer(PredicateTypes.SPDX, 0);
    Descriptor otherwise = both.withAnnotations(Annotations.of("k", "v"));
    Descriptor manifest = referrer(both);
    referrer(both, layer(PredicateTypes.SPDX, 1));
    tag("a", both, otherwise);
    tag("b", otherwise);
    var tags = new TagSource(fixture.repository, List.of("a", "b"), StatementLayer::new);

    List<Candidate> found = list(view().with(tags), AttestationQuery.ALL);

    assertThat(found).hasSize(3);
    assertThat(found.get(0).descriptor().digest()).isEqualTo(manifest.digest());
    assertThat(found.get(0).origins()).containsExactly(Source.REFERRERS_API, Source.COSIGN_TAG);
    assertThat(found.get(1).origins()).containsExactly(Source.REFERRERS_API);
    assertThat(found.get(2).entry()).isEqualTo(otherwise);
    assertThat(found.get(2).origins()).containsExactly(Source.COSIGN_TAG);
  }

  @Test
  void filtersByDescriptorsFirstAndLoadsTheRest() throws IOException {
    referrer(layer(PredicateTypes.SPDX, 0), layer(PredicateTypes.CYCLONEDX, 0));
    tag("a", layer(PredicateTypes.SPDX, 1), layer(PredicateTypes.CYCLONEDX, 1));
    fixture.registry.resetRequests();

    List<Candidate> found = list(view("a"), SPDX);

    assertThat(found).hasSize(2);
    assertThat(fixture.registry.count(Route.GET_BLOB)).isEqualTo(2);
    found.get(1).attestation();
    assertThat(fixture.registry.count(Route.GET_BLOB)).isEqualTo(2);
  }

  @Test
  void readsPagesOfReferrersWhenTheyAreNeeded() throws IOException {
    fixture.registry.behave(behaviour -> behaviour.withPaging(Paging.of(2)));
    fixture.stored.addReferrers(fixture.image, 6, "text/plain");
    Attestations view = view("a");

    try (var stream = view.stream(fixture.image.digest(), AttestationQuery.ALL)) {
      assertThat(stream.limit(2)).hasSize(2);
    }
    assertThat(fixture.registry.count(Route.REFERRERS)).isOne();
    assertThat(list(view, AttestationQuery.ALL)).hasSize(6);
  }

  @Test
  void asksNoSourceThatIsSwitchedOff() throws IOException {
    referrer(layer(PredicateTypes.SPDX, 0));
    tag("a", layer(PredicateTypes.SPDX, 1));
    Attestations view = view("a");
    fixture.registry.resetRequests();

    assertThat(list(view.withSources(Set.of(Source.COSIGN_TAG)), AttestationQuery.ALL)).hasSize(1);
    assertThat(fixture.asked()).containsExactly("GET manifests");
    fixture.registry.resetRequests();
    assertThat(list(view.withSources(Set.of(Source.REFERRERS_API)), AttestationQuery.ALL))
        .hasSize(1);
    assertThat(fixture.asked()).containsExactly("GET referrers", "GET manifests");
  }

  /** Else it would find nothing wherever something is. */
  @Test
  void askingNobodyIsNoAnswer() {
    var subject = fixture.image.digest();
    for (Attestations view :
        List.of(
            Attestations.in(fixture.repository), view("a").withSources(Set.of(Source.IN_INDEX)))) {
      assertThatThrownBy(() -> view.list(subject, AttestationQuery.ALL))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Attestations need a decoder or source among [");
      assertThatThrownBy(() -> view.report(subject, AttestationQuery.ALL))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 500})
  void aPlaceThatFailsLeavesTheWholeUndetermined(int status) throws IOException {
    Descriptor file = fixture.stored.addReferrer(fixture.image, "text/plain", Annotations.NONE);
    fixture.registry.fault(
        Route.GET_MANIFEST, path -> path.endsWith("/b"), Fault.status(status).always());
    Attestations view = view("a", "b");

    assertThatThrownBy(() -> list(view, AttestationQuery.ALL))
        .isInstanceOf(UndeterminedException.class)
        .hasMessageStartingWith(
            "Referrers of %s are not known: tag b failed".formatted(fixture.image.digest()));
    assertThatThrownBy(
            () -> view.stream(fixture.image.digest(), AttestationQuery.ALL).forEach(each -> {}))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(UndeterminedException.class);
    AttestationReport report = view.report(fixture.image.digest(), AttestationQuery.ALL);
    assertThat(report.outcome()).isEqualTo(Outcome.UNDETERMINED);
    assertThat(report.candidates()).extracting(Candidate::entry).containsExactly(file);
    assertThat(outcomes(report)).containsExactly("REFERRERS_API FOUND", "COSIGN_TAG UNDETERMINED");
  }

  @Test
  void referrersThatFailLeaveTheWholeUndetermined() throws IOException {
    Descriptor tagged = layer(PredicateTypes.SPDX, 0);
    tag("a", tagged);
    fixture.registry.fault(Route.REFERRERS, Fault.status(500).always());

    assertThatThrownBy(() -> list(view("a"), AttestationQuery.ALL))
        .isInstanceOf(UndeterminedException.class)
        .hasMessageContaining("referrers API failed");
    AttestationReport report = view("a").report(fixture.image.digest(), AttestationQuery.ALL);
    assertThat(report.candidates()).extracting(Candidate::entry).containsExactly(tagged);
    assertThat(outcomes(report)).containsExactly("REFERRERS_API UNDETERMINED", "COSIGN_TAG FOUND");
  }

  @Test
  void aReportTellsWhatWasFoundWhere() throws IOException {
    fixture.registry.behave(Behaviour::withoutReferrersApi);
    referrer(layer(PredicateTypes.SLSA_PROVENANCE_V1, 0));

    AttestationReport none = view("a").report(fixture.image.digest(), SPDX);
    tag("a", layer(PredicateTypes.SPDX, 0));
    AttestationReport one = view("a").report(fixture.image.digest(), SPDX);

    assertThat(none.outcome()).isEqualTo(Outcome.NONE);
    assertThat(outcomes(none))
        .containsExactly("REFERRERS_API UNSUPPORTED", "REFERRERS_TAG NONE", "COSIGN_TAG NONE");
    assertThat(one.outcome()).isEqualTo(Outcome.FOUND);
    assertThat(one.sources()).last().returns(Outcome.FOUND, SourceReport::outcome);
  }

  @Test
  void aDeadlineThatPassesAmongReferrersLeavesTheWholeUndetermined() {
    referrer(layer(PredicateTypes.SPDX, 0));
    fixture.registry.fault(Route.GET_MANIFEST, Fault.stall().always());
    var view =
        Attestations.in(fixture.repository.within(Duration.ofMillis(300)))
            .with(ReferrerDecoder.buildkit());

    assertThatThrownBy(() -> list(view, AttestationQuery.ALL))
        .isInstanceOf(UndeterminedException.class)
        .hasMessageContaining("referrers API failed");
  }

  @Test
  void aReportTellsOfADeadlineThatPassesAmongReferrers() throws IOException {
    referrer(layer(PredicateTypes.SPDX, 0));
    fixture.registry.fault(Route.GET_MANIFEST, Fault.stall().always());
    var view =
        Attestations.in(fixture.repository.within(Duration.ofMillis(300)))
            .with(ReferrerDecoder.buildkit());

    AttestationReport report = view.report(fixture.image.digest(), AttestationQuery.ALL);

    assertThat(report.outcome()).isEqualTo(Outcome.UNDETERMINED);
    assertThat(report.candidates()).isEmpty();
    assertThat(outcomes(report)).containsExactly("REFERRERS_API UNDETERMINED");
  }

  @Test
  void aReferrerThatCannotBeReadIsACandidateThatCannot() throws IOException {
    Descriptor gone = referrer(layer(PredicateTypes.SPDX, 0));
    Descriptor there = layer(PredicateTypes.SPDX, 1);
    referrer(there);
    fixture.stored.deleteManifest(gone.digest().toString());
    fixture.stored.list(fixture.image.digest(), gone.withArtifactType(BUILDKIT));

    List<Candidate> found = list(view(), SPDX);

    assertThat(found).extracting(Candidate::entry).contains(there).hasSize(2);
    Candidate unread = found.get(found.get(0).entry().equals(there) ? 1 : 0);
    assertThat(unread.layout()).isEqualTo("buildkit");
    assertThatThrownBy(unread::attestation).isInstanceOf(NotFoundException.class);
  }

  @Test
  void theNewestReferrersComeFirstAndOtherPlacesLast() throws IOException {
    Descriptor old = dated("2020-01-01T00:00:00Z");
    Descriptor young = dated("2024-01-01T00:00:00Z");
    Descriptor tagged = layer(PredicateTypes.SPDX, 1);
    tag("a", tagged);

    assertThat(list(view("a"), AttestationQuery.ALL.withNewest(1)))
        .extracting(each -> each.entry().digest())
        .containsExactly(young.digest());
    assertThat(list(view("a"), AttestationQuery.ALL.withNewest(9)))
        .extracting(each -> each.entry().digest())
        .containsExactly(young.digest(), old.digest(), tagged.digest());
    assertThat(
            view("a")
                .report(fixture.image.digest(), AttestationQuery.ALL.withNewest(1))
                .candidates())
        .hasSize(1);
  }

  @Test
  void manifestsThatAListIsCheckedByAreNotFetchedAgain() throws IOException {
    referrer(layer(PredicateTypes.SPDX, 0));
    fixture.stored.addReferrer(fixture.image, "text/plain", Annotations.NONE);
    fixture.registry.resetRequests();

    assertThat(list(view(), AttestationQuery.ALL.withChecks())).hasSize(2);

    assertThat(fixture.registry.count(Route.GET_MANIFEST)).isEqualTo(2);
  }

  private Attestations view(String... tags) {
    var view =
        Attestations.in(fixture.repository)
            .with(ReferrerDecoder.buildkit())
            .with(ReferrerDecoder.plain());
    return tags.length == 0
        ? view
        : view.with(new TagSource(fixture.repository, Arrays.asList(tags), TagSource.Layer::new));
  }

  private List<Candidate> list(Attestations view, AttestationQuery query) throws IOException {
    return view.list(fixture.image.digest(), query);
  }

  private Descriptor layer(String predicateType, int number) {
    var statement =
        Statement.of(
            List.of(ResourceDescriptor.of(fixture.image.digest())),
            predicateType,
            ByteString.encodeUtf8("{\"n\":" + number + "}"));
    return fixture
        .stored
        .pushBlob(statement.bytes())
        .withMediaType("application/vnd.in-toto+json")
        .withAnnotations(Annotations.of("in-toto.io/predicate-type", predicateType));
  }

  private Descriptor referrer(Descriptor... layers) {
    var manifest =
        ImageManifest.builder(Descriptor.EMPTY_JSON)
            .artifactType(BUILDKIT)
            .layers(List.of(layers))
            .subject(fixture.image)
            .build();
    return fixture.stored.pushManifest(manifest.mediaType(), manifest.bytes());
  }

  private Descriptor dated(String created) {
    return fixture.stored.addReferrer(
        fixture.image, "text/plain", Annotations.of("org.opencontainers.image.created", created));
  }

  private void tag(String tag, Descriptor... layers) {
    var config = Descriptor.EMPTY_JSON.withMediaType("application/vnd.oci.image.config.v1+json");
    var manifest = ImageManifest.builder(config).layers(List.of(layers)).build();
    fixture.stored.pushManifest(manifest.mediaType(), manifest.bytes(), tag);
  }

  private static List<String> outcomes(AttestationReport report) {
    return report.sources().stream().map(each -> each.source() + " " + each.outcome()).toList();
  }
}
