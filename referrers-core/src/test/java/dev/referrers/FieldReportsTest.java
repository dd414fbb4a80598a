package dev.referrers;

import static dev.referrers.DiscoveryFixture.SPDX;
import static dev.referrers.DiscoveryFixture.descriptors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.Publication.Evidence;
import dev.referrers.Publication.ListedBy;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.ImmutableTagException;
import dev.referrers.error.ReferrersUnsupportedException;
import dev.referrers.error.ResponseException;
import dev.referrers.error.UnconfirmedPublicationException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import dev.referrers.support.FakeTime;
import dev.referrers.testing.Answer;
import dev.referrers.testing.Auth;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Deletion;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.ManifestTrait;
import dev.referrers.testing.Profiles;
import dev.referrers.testing.Route;
import dev.referrers.transport.Credentials;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users of other clients suffered from when they published, one test for each report. */
@Timeout(60)
class FieldReportsTest {

  private static final Behaviour API = Behaviour.specified();
  private static final Behaviour TAG = API.withoutReferrersApi();

  private final FakeTime time = new FakeTime();

  static Stream<Arguments> refusals() {
    Answer invalid = Answer.error(400, "MANIFEST_INVALID", "manifest invalid");
    Answer unsupported = Answer.error(405, "UNSUPPORTED", "unsupported");
    return Stream.of(
        Arguments.of("moby/buildkit#5747", ManifestTrait.ARTIFACT_TYPE, unsupported),
        Arguments.of("aws/containers-roadmap#2783", ManifestTrait.ARTIFACT_TYPE, unsupported),
        Arguments.of("quay/quay#2659", ManifestTrait.ARTIFACT_TYPE, invalid),
        Arguments.of("opencontainers/image-spec#1025", ManifestTrait.EMPTY_CONFIG, invalid),
        Arguments.of("sigstore/cosign#1994", ManifestTrait.EMPTY_CONFIG, invalid),
        Arguments.of("notaryproject/specifications#325", ManifestTrait.ARTIFACT_TYPE, invalid));
  }

  /** Nothing is made findable that is not there, and the error says what may help. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void aRefusedManifestIsATypedErrorAndLeavesNoTag(
      String source, ManifestTrait trait, Answer refusal) {
    try (var fixture = new DiscoveryFixture(TAG.withRefusal(trait, refusal))) {
      assertThatThrownBy(() -> publisher(fixture).build().publish(fixture.image, sbom()))
          .isInstanceOf(ResponseException.class)
          .hasMessageContaining("plainManifestWhenRefused");
      assertThat(fixture.stored.tags()).containsExactly("v1");
    }
  }

  /** aquasecurity/trivy-plugin-referrer#26: a simpler manifest, but only when asked for. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void onRequestAPlainerManifestFollowsARefusal(String source, ManifestTrait trait, Answer refusal)
      throws IOException {
    try (var fixture = new DiscoveryFixture(TAG.withRefusal(trait, refusal))) {
      Publication receipt =
          publisher(fixture).plainManifestWhenRefused().build().publish(fixture.image, sbom());

      assertThat(receipt.warnings()).hasSize(1);
      assertThat(descriptors(fixture.referrers().of(fixture.image.digest(), SPDX).toList()))
          .containsExactly(receipt.manifest());
    }
  }

  /** oras-project/oras#1382: ACR with a retention policy refuses the index of the referrers tag. */
  @Test
  void aRefusedIndexIsAnErrorThatNamesTheStoredManifest() {
    Answer refusal = Answer.error(403, "DENIED", "retention policy");
    try (var fixture = new DiscoveryFixture(TAG.withRefusal(ManifestTrait.INDEX, refusal))) {
      assertThatThrownBy(() -> publisher(fixture).build().publish(fixture.image, sbom()))
          .isInstanceOfSatisfying(
              UnconfirmedPublicationException.class,
              e -> assertThat(fixture.stored.hasManifest(e.manifests().get(0).toString())).isTrue())
          .hasRootCauseInstanceOf(ResponseException.class);
    }
  }

  /** tektoncd/chains#1691: on quay.io the write succeeded and the read returned nothing. */
  @Test
  void whatIsNeverListedIsNotAcknowledged() {
    try (var fixture = new DiscoveryFixture(API.withDroppedReferrers(1))) {
      ReferrerPublisher publisher = publisher(fixture).timeout(Duration.ofMillis(700)).build();

      assertThatThrownBy(() -> publisher.publish(fixture.image, sbom()))
          .isInstanceOf(UnconfirmedPublicationException.class);
    }
  }

  /** oras-project/oras-go#819: which way was used has to be visible. */
  @Test
  void theReceiptAndTheListenerTellWhichWayWasUsed() throws IOException {
    List<String> fallbacks = new CopyOnWriteArrayList<>();
    var listener =
        new RegistryListener() {
          @Override
          public void fallbackChosen(String repository, String evidence) {
            fallbacks.add(evidence);
          }
        };
    for (Behaviour behaviour : List.of(API, TAG)) {
      try (var registry = FakeRegistry.start(behaviour)) {
        Descriptor image = registry.repository("acme/api").pushImage("v1");
        Repository repository =
            Registry.at(registry.host())
                .allowPlainHttp(registry.host())
                .listener(listener)
                .build()
                .repository("acme/api");
        Publication receipt =
            ReferrerPublisher.into(repository).time(time).build().publish(image, sbom());

        assertThat(receipt.listedBy())
            .isEqualTo(behaviour == API ? ListedBy.REFERRERS_API : ListedBy.REFERRERS_TAG);
        assertThat(receipt.evidence()).isEqualTo(Evidence.SEEN);
      }
    }
    assertThat(fallbacks).containsExactly("GET referrers: 404");
  }

  /**
   * aws-observability/aws-otel-java-instrumentation#1427, actions/attest-build-provenance#71 and
   * #91, docker/roadmap#724: no tag where the API works.
   */
  @Test
  void automaticWritesNoTagWhereTheApiWorks() throws IOException {
    for (Behaviour behaviour : List.of(API, Profiles.quay(), Profiles.goContainerRegistry())) {
      try (var fixture = new DiscoveryFixture(behaviour.withReferrersApi())) {
        publisher(fixture).build().publish(fixture.image, sbom());

        assertThat(fixture.stored.tags()).containsExactly("v1");
      }
    }
  }

  /** google/go-containerregistry#1748 and #2366: a way to do without the tag. */
  @Test
  void apiOnlyWritesNothingWhereThereIsNoApi() {
    try (var fixture = new DiscoveryFixture(TAG)) {
      ReferrerPublisher publisher = publisher(fixture).mode(ReferrersMode.API_ONLY).build();

      assertThatThrownBy(() -> publisher.publish(fixture.image, sbom()))
          .isInstanceOf(ReferrersUnsupportedException.class);
      assertThat(fixture.asked()).containsExactly("GET referrers");
    }
  }

  /** oras-project/oras#1435: tagging a referrer wrote a referrers tag by surprise. */
  @Test
  void taggingAReferrerWritesThatTagOnly() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor referrer = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      Manifest manifest = fixture.repository.fetch(referrer);

      fixture.repository.pushTag("sbom", manifest, Precondition.NONE);

      assertThat(fixture.stored.tags()).containsExactlyInAnyOrder("v1", "sbom");
    }
  }

  /**
   * goharbor/harbor#17332, JiRaska/open-bank-oss#8981 and #9029,
   * actions/attest-build-provenance#80: immutable tags work for exactly one attestation.
   */
  @Test
  void theSecondAttestationOnAnImmutableTagIsATypedError() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG.withImmutableTags())) {
      ReferrerPublisher publisher = publisher(fixture).build();
      Publication first = publisher.publish(fixture.image, sbom());

      assertThatThrownBy(() -> publisher.publish(fixture.image, sbom("2")))
          .hasStackTraceContaining(ImmutableTagException.class.getSimpleName());

      assertThat(descriptors(fixture.referrers().of(fixture.image.digest()).toList()))
          .containsExactly(first.manifest());
    }
  }

  /** oras-project/oras#915, oras-go#479: GHCR and Docker Hub refuse to delete the old index. */
  @Test
  void nothingIsDeletedByPublishing() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG.withDeletion(Deletion.OFF))) {
      ReferrerPublisher publisher = publisher(fixture).build();
      publisher.publish(fixture.image, sbom());

      Publication second = publisher.publish(fixture.image, sbom("2"));

      assertThat(second.warnings()).isEmpty();
      assertThat(fixture.asked()).noneMatch(request -> request.startsWith("DELETE"));
    }
  }

  /** oras-project/oras#954: a token without the delete scope is enough. */
  @Test
  void publishingAsksForNoScopeToDelete() throws IOException {
    Behaviour behaviour = TAG.withAuth(Auth.bearer("ci", "secret"));
    try (var registry = FakeRegistry.start(behaviour)) {
      Descriptor image = registry.repository("acme/api").pushImage("v1");
      Repository repository =
          Registry.at(registry.host())
              .allowPlainHttp(registry.host())
              .credentials(Credentials.basic(registry.host(), "ci", "secret"))
              .build()
              .repository("acme/api");

      ReferrerPublisher.into(repository).time(time).build().publish(image, sbom());

      assertThat(registry.requests(Route.TOKEN))
          .isNotEmpty()
          .allSatisfy(
              token ->
                  assertThat(token.parameter("scope")).isEqualTo("repository:acme/api:pull,push"));
    }
  }

  /** oras-project/oras#1228 (ECR), sigstore/cosign#3434 (GHCR): a refused deletion is a warning. */
  @Test
  void replacingWhereDeletionIsRefusedSucceedsWithAWarning() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG.withDeletion(Deletion.OFF))) {
      publisher(fixture).build().publish(fixture.image, sbom());

      Publication second =
          publisher(fixture)
              .policy(PublishPolicy.REPLACE)
              .build()
              .publish(fixture.image, sbom("2"));

      assertThat(second.replaced()).hasSize(1);
      assertThat(second.warnings()).hasSize(1);
      assertThat(descriptors(fixture.referrers().of(fixture.image.digest()).toList()))
          .containsExactly(second.manifest());
    }
  }

  /** oras-project/oras#1112: a list from which the last referrer went is a list of none. */
  @Test
  void anIndexWithoutEntriesUnderTheTagIsNoneAndCanBeAppendedTo() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      fixture.stored.pushIndex(ReferrersTag.of(fixture.image.digest()), List.of());

      assertThat(fixture.referrers().of(fixture.image.digest()).outcome()).isEqualTo(Outcome.NONE);
      publisher(fixture).build().publish(fixture.image, sbom());

      assertThat(fixture.referrers().of(fixture.image.digest()).toList()).hasSize(1);
    }
  }

  /** dataaxiom/ghcr-cleanup-action#13 and #104: a clean-up deleted a bundle that was listed. */
  @Test
  void anEntryThatACleanUpDeletedDoesNotHideTheOthers() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      ReferrerPublisher publisher = publisher(fixture).build();
      Publication gone = publisher.publish(fixture.image, sbom("1"));
      Publication kept = publisher.publish(fixture.image, sbom("2"));
      fixture.stored.deleteManifest(gone.manifest().digest().toString());

      DiscoveryReport report =
          fixture.referrers().of(fixture.image.digest(), ReferrersQuery.ALL.withChecks()).report();

      assertThat(descriptors(report.referrers())).containsExactly(kept.manifest());
      assertThat(report.sources().get(1).note()).isEqualTo("entries without a manifest: 1");
    }
  }

  /** sigstore/cosign#507: what was appended to stays reachable, so that no collection takes it. */
  @Test
  void everyManifestStaysListedWhenMoreAreAppended() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      ReferrerPublisher publisher = publisher(fixture).build();
      Digest first = publisher.publish(fixture.image, sbom("1")).manifest().digest();
      Digest second = publisher.publish(fixture.image, sbom("2")).manifest().digest();

      var tag = fixture.stored.manifest(ReferrersTag.of(fixture.image.digest()));
      assertThat(ImageIndex.parse("Index", tag.bytes()).manifests())
          .extracting(Descriptor::digest)
          .containsExactly(first, second);
    }
  }

  /** agntcy/dir#2101: referrers of an image that is gone can still be found, and so be pruned. */
  @Test
  void referrersOfAMissingSubjectAreFound() throws IOException {
    for (Behaviour behaviour : List.of(API, TAG)) {
      try (var fixture = new DiscoveryFixture(behaviour)) {
        Publication receipt = publisher(fixture).build().publish(fixture.image, sbom());
        fixture.stored.deleteManifest(fixture.image.digest().toString());

        assertThat(descriptors(fixture.referrers().of(fixture.image.digest()).toList()))
            .containsExactly(receipt.manifest());
      }
    }
  }

  /** oras-project/oras#2148: an index's children came back as its referrers, and copies broke. */
  @Test
  void childrenOfAnIndexAreNotItsReferrers() throws IOException {
    try (var fixture = new DiscoveryFixture(Profiles.gitLab())) {
      Descriptor index = fixture.stored.pushIndex("multi", List.of(fixture.image));

      assertThat(fixture.referrers().of(index.digest()).toList()).isEmpty();
    }
  }

  /** project-zot/zot#3840: nothing but the list is asked for unless it is wanted. */
  @Test
  void aSearchCostsOneRequestUnlessMoreIsAskedFor() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor sbom = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      fixture.stored.addReferrer(sbom, "application/x-signature", Annotations.NONE);

      assertThat(fixture.referrers().of(fixture.image.digest()).toList()).hasSize(1);
      assertThat(fixture.asked()).containsExactly("GET referrers");
    }
  }

  /** sigstore/sigstore-js#1058: ECR refuses media types with parameters; we write none. */
  @Test
  void mediaTypesWithParametersAreTheCallersMistake() {
    assertThatThrownBy(
            () -> Artifact.of("application/x+json;version=0.3", Blob.of(SPDX, ByteString.EMPTY)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** distribution/distribution#4927: registry 2 refuses a subject that is a Docker manifest. */
  @Test
  void aSubjectThatTheRegistryCantTakeIsATypedErrorWithARemedy() {
    try (var fixture = new DiscoveryFixture(TAG)) {
      fixture.registry.fault(
          Route.PUT_MANIFEST,
          Fault.answer(Answer.error(400, "MANIFEST_BLOB_UNKNOWN", "blob unknown")).always());
      Descriptor docker = fixture.image.withMediaType(MediaTypes.DOCKER_MANIFEST);

      assertThatThrownBy(() -> publisher(fixture).build().publish(docker, sbom()))
          .isInstanceOfSatisfying(ResponseException.class, e -> assertThat(e.remedy()).isNotNull());
      assertThat(fixture.stored.tags()).containsExactly("v1");
    }
  }

  private ReferrerPublisher.Builder publisher(DiscoveryFixture fixture) {
    return ReferrerPublisher.into(fixture.repository).time(time);
  }

  private static Attestation sbom() {
    return sbom("1");
  }

  private static Attestation sbom(String content) {
    return Attestation.of(Artifact.of(SPDX, Blob.of(SPDX, ByteString.encodeUtf8(content))));
  }
}
