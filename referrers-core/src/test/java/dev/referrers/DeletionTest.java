package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.ResponseException;
import dev.referrers.error.UndeterminedException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import dev.referrers.support.FakeTime;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Deletion;
import dev.referrers.testing.ErrorBody;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeletionTest {

  private static final Behaviour API = Behaviour.specified();
  private static final Behaviour TAG = Behaviour.specified().withoutReferrersApi();
  private static final String SPDX = DiscoveryFixture.SPDX;

  @Test
  void aReferrerLeavesTheListWithTheApi() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor sbom = attach(fixture, fixture.image);
      Descriptor other = fixture.stored.addReferrer(fixture.image, "text/x", Annotations.NONE);

      DeletionReport report = deletion(fixture).delete(sbom.digest());

      assertThat(report.deleted()).containsExactly(sbom.bare());
      assertThat(report.warnings()).isEmpty();
      assertThat(listed(fixture)).containsExactly(other.digest());
    }
  }

  @Test
  void aReferrerLeavesTheReferrersTag() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor sbom = attach(fixture, fixture.image);
      Descriptor other = fixture.stored.addReferrer(fixture.image, "text/x", Annotations.NONE);
      fixture.stored.pushIndex(tag(fixture.image), List.of(sbom, other));

      DeletionReport report = deletion(fixture).delete(sbom.digest());

      assertThat(fixture.stored.hasManifest(sbom.digest().toString())).isFalse();
      assertThat(report.tags()).containsExactly(tag(fixture.image));
      assertThat(listed(fixture)).containsExactly(other.digest());
      // read it, delete it; read the tag, enter the queue with a look at it, write, see it stay
      assertThat(fixture.asked())
          .containsExactly(
              "GET manifests",
              "DELETE manifests",
              "GET manifests",
              "GET manifests",
              "PUT manifests",
              "HEAD manifests",
              "GET referrers",
              "GET manifests");
    }
  }

  @Test
  void whatRefersToAManifestThatIsDeletedAloneStaysListed() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor sbom = attach(fixture, fixture.image);
      fixture.stored.pushIndex(tag(fixture.image), List.of(sbom));

      DeletionReport report = deletion(fixture).delete(fixture.image.digest());

      assertThat(report.deleted()).containsExactly(fixture.image);
      assertThat(report.tags()).isEmpty();
      assertThat(listed(fixture)).containsExactly(sbom.digest());
    }
  }

  @Test
  void theLastReferrerLeavesAnEmptyList() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor sbom = attach(fixture, fixture.image);
      fixture.stored.pushIndex(tag(fixture.image), List.of(sbom));

      deletion(fixture).delete(sbom.digest());

      assertThat(fixture.stored.manifest(tag(fixture.image)).bytes().utf8())
          .endsWith("\"manifests\":[]}");
      assertThat(listed(fixture)).isEmpty();
    }
  }

  @Test
  void whatTheRegistryKeepsIsToldNotThrown() throws IOException {
    try (var fixture = new DiscoveryFixture(API.withDeletion(Deletion.OFF))) {
      Descriptor sbom = attach(fixture, fixture.image);

      DeletionReport report = deletion(fixture).delete(sbom.digest());

      assertThat(report.deleted()).isEmpty();
      assertThat(report.kept()).containsExactly(sbom.bare());
      assertThat(report.warnings())
          .singleElement()
          .asString()
          .startsWith("Manifest " + sbom.digest() + " is not deleted: DELETE ")
          .contains("405");
    }
  }

  @Test
  void whatIsNotFoundToDeleteIsKeptWhereItStillIs() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor sbom = attach(fixture, fixture.image);
      fixture.registry.fault(Route.DELETE_MANIFEST, Fault.status(404).always());

      DeletionReport report = deletion(fixture).deleteWithReferrers(fixture.image.digest());

      assertThat(report.deleted()).isEmpty();
      assertThat(report.kept()).containsExactly(sbom.bare(), fixture.image);
      assertThat(report.warnings().get(0))
          .isEqualTo(
              "Manifest %s is not deleted: the registry does not find it to delete, but still has it"
                  .formatted(sbom.digest()));
    }
  }

  @Test
  void aTagThatIsNotFoundToDeleteMayStillBeThere() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      fixture.registry.fault(
          Route.DELETE_MANIFEST, path -> path.endsWith("/v1"), Fault.status(404).always());

      DeletionReport report = deletion(fixture).deleteTag("v1");

      assertThat(report.tags()).isEmpty();
      assertThat(report.warnings())
          .containsExactly(
              "Tag v1 is not deleted: the registry does not find it to delete, but still has it");
      assertThat(deletion(fixture).deleteTag("missing").warnings()).isEmpty();
    }
  }

  @Test
  void whatSomebodyElseHasDeletedMeanwhileIsGone() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor sbom = attach(fixture, fixture.image);
      Repository raced =
          HookedRepository.before(
              "deleteManifest",
              fixture.repository,
              () -> fixture.stored.deleteManifest(sbom.digest().toString()));

      DeletionReport report = dev.referrers.Deletion.in(raced).delete(sbom.digest());

      assertThat(report.deleted()).containsExactly(sbom.bare());
      assertThat(report.warnings()).isEmpty();
    }
  }

  @Test
  void whatIsListedUnderATagIsTakenOffItWhenThatIsWhyItIsKept() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG.withDeletion(Deletion.UNLISTED_ONLY))) {
      Descriptor sbom = attach(fixture, fixture.image);
      fixture.stored.pushIndex(tag(fixture.image), List.of(sbom));
      String before = fixture.stored.manifest(tag(fixture.image)).digest().toString();
      fixture.stored.deleteManifest(before);
      fixture.stored.pushIndex(tag(fixture.image), List.of(sbom));

      DeletionReport report = deletion(fixture).delete(sbom.digest());

      assertThat(listed(fixture)).isEmpty();
      assertThat(report.tags()).containsExactly(tag(fixture.image));
      assertThat(report.warnings())
          .allMatch(
              each -> each.endsWith("it is no longer under the referrers tag of its subject"));
    }
  }

  @Test
  void aMissingManifestIsAnError() {
    try (var fixture = new DiscoveryFixture(API)) {
      Digest missing = Digest.parse("sha256:" + "0".repeat(64));

      assertThatThrownBy(() -> deletion(fixture).delete(missing))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void whoMayNotAskIsAnError() {
    try (var fixture = new DiscoveryFixture(API)) {
      fixture.registry.fault(Route.DELETE_MANIFEST, Fault.status(401).always());

      assertThatThrownBy(() -> deletion(fixture).delete(fixture.image.digest()))
          .isInstanceOf(ResponseException.class);
    }
  }

  @Test
  void allThatRefersToASubjectGoesBeforeIt() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor sbom = attach(fixture, fixture.image);
      Descriptor signature = attach(fixture, sbom);

      DeletionReport plan = deletion(fixture).planWithReferrers(fixture.image.digest());
      assertThat(fixture.registry.count(Route.DELETE_MANIFEST)).isZero();
      DeletionReport report = deletion(fixture).deleteWithReferrers(fixture.image.digest());

      assertThat(report.deleted()).containsExactly(signature.bare(), sbom.bare(), fixture.image);
      assertThat(plan.deleted()).isEqualTo(report.deleted());
      assertThat(fixture.stored.manifests()).isEmpty();
      assertThat(fixture.registry.count(Route.DELETE_MANIFEST)).isEqualTo(3);
    }
  }

  @Test
  void referrersTagsGoWithTheirSubjects() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor sbom = attach(fixture, fixture.image);
      Descriptor signature = attach(fixture, sbom);
      fixture.stored.pushIndex(tag(fixture.image), List.of(sbom));
      fixture.stored.pushIndex(tag(sbom), List.of(signature));

      DeletionReport report = deletion(fixture).deleteWithReferrers(fixture.image.digest());

      assertThat(report.deleted()).hasSize(3);
      assertThat(report.tags()).containsExactly(tag(sbom), tag(fixture.image));
      assertThat(fixture.stored.tags()).isEmpty();
    }
  }

  @Test
  void cosignsTagsGoWithTheirSubjectsOnRequest() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor sbom = attach(fixture, fixture.image);
      fixture.stored.pushImage(tag(fixture.image) + ".sig");
      fixture.stored.pushImage(tag(sbom) + ".att");
      fixture.stored.pushImage(tag(sbom) + ".other");
      var withTags = deletion(fixture).withCosignTags();

      DeletionReport plan = withTags.planWithReferrers(fixture.image.digest());
      DeletionReport report = withTags.deleteWithReferrers(fixture.image.digest());

      assertThat(report.tags())
          .containsExactly(tag(sbom) + ".att", tag(fixture.image) + ".sig")
          .isEqualTo(plan.tags());
      assertThat(fixture.stored.tags()).containsExactly(tag(sbom) + ".other");
    }
  }

  @Test
  void listsAreEmptiedWhereTheirTagsCanNotBeDeleted() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor sbom = attach(fixture, fixture.image);
      fixture.stored.pushIndex(tag(fixture.image), List.of(sbom));
      fixture.registry.fault(
          Route.DELETE_MANIFEST,
          path -> path.endsWith(tag(fixture.image)),
          Fault.status(405).always());

      DeletionReport report = deletion(fixture).deleteWithReferrers(fixture.image.digest());

      assertThat(report.deleted()).containsExactly(sbom.bare(), fixture.image);
      assertThat(report.warnings())
          .singleElement()
          .asString()
          .startsWith("Tag " + tag(fixture.image) + " is not deleted: DELETE ");
      assertThat(listed(fixture)).isEmpty();
    }
  }

  @Test
  void aListThatWasDeletedIsBegunAnewWhereA404ProvesNothing() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG.withErrorBody(ErrorBody.PLAIN))) {
      var publisher = ReferrerPublisher.into(fixture.repository).time(new FakeTime()).build();
      var sbom = Attestation.of(Artifact.of(SPDX, Blob.of(SPDX, ByteString.encodeUtf8("sbom"))));
      publisher.publish(fixture.image, sbom);
      deletion(fixture).deleteWithReferrers(fixture.image.digest());
      fixture.stored.pushImage("v1");

      Publication again = publisher.publish(fixture.image, sbom);

      assertThat(listed(fixture)).containsExactly(again.manifest().digest());
    }
  }

  @Test
  void aTagThatTheRepositoryDeletedIsBegunAnewWhereA404ProvesNothing() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG.withErrorBody(ErrorBody.PLAIN))) {
      var publisher = ReferrerPublisher.into(fixture.repository).time(new FakeTime()).build();
      var sbom = Attestation.of(Artifact.of(SPDX, Blob.of(SPDX, ByteString.encodeUtf8("sbom"))));
      publisher.publish(fixture.image, sbom);
      fixture.repository.deleteTag(tag(fixture.image));

      Publication again = publisher.publish(fixture.image, sbom);

      assertThat(listed(fixture)).containsExactly(again.manifest().digest());
    }
  }

  @Test
  void anEntryThatComesBackIsTakenOffAgain() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor sbom = attach(fixture, fixture.image);
      fixture.stored.pushIndex(tag(fixture.image), List.of(sbom));
      var time = new FakeTime();
      time.in(
          Duration.ofSeconds(1), () -> fixture.stored.pushIndex(tag(fixture.image), List.of(sbom)));

      dev.referrers.Deletion.in(fixture.repository).withTime(time).delete(sbom.digest());

      assertThat(listed(fixture)).isEmpty();
      assertThat(fixture.registry.count(Route.PUT_MANIFEST)).isEqualTo(2);
    }
  }

  @Test
  void aListThatCanNotBeWrittenIsAWarning() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor sbom = attach(fixture, fixture.image);
      fixture.stored.pushIndex(tag(fixture.image), List.of(sbom));
      fixture.registry.fault(Route.PUT_MANIFEST, Fault.status(503).always());

      DeletionReport report = deletion(fixture).delete(sbom.digest());

      assertThat(report.deleted()).containsExactly(sbom.bare());
      assertThat(report.warnings())
          .singleElement()
          .asString()
          .startsWith(
              "Referrers tag %s may still list what is deleted: Referrers tag %s was written 10"
                  .formatted(tag(fixture.image), tag(fixture.image)))
          .contains("times, but it may still have entries that were to be removed")
          .endsWith(
              "(do it again; where reading and writing the tag is slow, a longer settle time helps)");
    }
  }

  @Test
  void allGoesFromALayout() throws IOException {
    Repository layout = MemoryRepository.holding(1 << 20);
    ImageIndex image = ImageIndex.builder().build();
    layout.pushTag("v1", image, Precondition.NONE);
    var sbom = Attestation.of(Artifact.of(SPDX, Blob.of(SPDX, ByteString.encodeUtf8("sbom"))));
    var publisher = ReferrerPublisher.into(layout).build();
    Descriptor published = publisher.publish(image.descriptor(), sbom).manifest();

    DeletionReport report = dev.referrers.Deletion.in(layout).deleteWithReferrers(image.digest());

    assertThat(report.deleted()).containsExactly(published.bare(), image.descriptor());
    assertThat(report.warnings()).isEmpty();
    assertThat(layout.tags(null).tags()).isEmpty();
  }

  @Test
  void aSubjectStaysWhenWhatRefersToItDoes() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor sbom = attach(fixture, fixture.image);
      fixture.registry.fault(
          Route.DELETE_MANIFEST,
          path -> path.endsWith(sbom.digest().toString()),
          Fault.status(403).always());

      DeletionReport report = deletion(fixture).deleteWithReferrers(fixture.image.digest());

      assertThat(report.kept()).containsExactly(sbom.bare(), fixture.image);
      assertThat(report.warnings())
          .last()
          .isEqualTo(
              "Manifest %s is not deleted: what refers to it is still there"
                  .formatted(fixture.image.digest()));
      assertThat(fixture.stored.hasManifest("v1")).isTrue();
    }
  }

  @Test
  void aSubjectThatStaysStillListsWhatRefersToIt() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG.withDeletion(Deletion.OFF))) {
      Descriptor sbom = attach(fixture, fixture.image);
      Descriptor other = fixture.stored.addReferrer(fixture.image, "text/x", Annotations.NONE);
      fixture.stored.pushIndex(tag(fixture.image), List.of(sbom, other));

      DeletionReport report = deletion(fixture).deleteWithReferrers(fixture.image.digest());

      assertThat(report.deleted()).isEmpty();
      assertThat(report.kept()).contains(fixture.image).hasSize(3);
      assertThat(listed(fixture)).containsExactlyInAnyOrder(sbom.digest(), other.digest());
      assertThat(report.warnings()).noneMatch(each -> each.contains("no longer under"));
    }
  }

  @Test
  void aListThatCanNotBeMendedIsAWarning() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG.withDeletion(Deletion.OFF))) {
      Descriptor sbom = attach(fixture, fixture.image);
      fixture.stored.pushIndex(tag(fixture.image), List.of(sbom));
      fixture.registry.fault(Route.PUT_MANIFEST, Fault.status(403).after(1).always());

      DeletionReport report = deletion(fixture).deleteWithReferrers(fixture.image.digest());

      assertThat(report.kept()).containsExactly(sbom.bare(), fixture.image);
      assertThat(report.warnings().get(0))
          .startsWith(
              "Referrers tag " + tag(fixture.image) + " may lack what is still there: PUT ");
    }
  }

  @Test
  void referrersOfASubjectThatStaysLeaveItsTag() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor sbom = attach(fixture, fixture.image);
      fixture.stored.pushIndex(tag(fixture.image), List.of(sbom));
      fixture.registry.fault(
          Route.DELETE_MANIFEST,
          path -> path.endsWith(fixture.image.digest().toString()),
          Fault.status(405).always());

      DeletionReport report = deletion(fixture).deleteWithReferrers(fixture.image.digest());

      assertThat(report.deleted()).containsExactly(sbom.bare());
      assertThat(report.kept()).containsExactly(fixture.image);
      assertThat(fixture.stored.manifest(tag(fixture.image)).bytes().utf8())
          .endsWith("\"manifests\":[]}");
    }
  }

  @Test
  void deletesNothingWhenReferrersAreNotKnown() {
    try (var fixture = new DiscoveryFixture(API)) {
      attach(fixture, fixture.image);
      fixture.registry.fault(Route.REFERRERS, Fault.status(403).always());

      assertThatThrownBy(() -> deletion(fixture).deleteWithReferrers(fixture.image.digest()))
          .isInstanceOf(UndeterminedException.class);
      assertThat(fixture.registry.count(Route.DELETE_MANIFEST)).isZero();
    }
  }

  @Test
  void deletesNothingWhenTheSubjectMayStillBeThere() {
    try (var fixture = new DiscoveryFixture(API)) {
      attach(fixture, fixture.image);
      fixture.registry.fault(
          Route.GET_MANIFEST,
          path -> path.endsWith(fixture.image.digest().toString()),
          Fault.status(404).always());

      assertThatThrownBy(() -> deletion(fixture).deleteWithReferrers(fixture.image.digest()))
          .isInstanceOf(NotFoundException.class);
      assertThat(fixture.registry.count(Route.DELETE_MANIFEST)).isZero();
    }
  }

  @Test
  void whatAnIndexHoldsStays() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor index = fixture.stored.pushIndex("multi", List.of(fixture.image));
      attach(fixture, fixture.image);

      DeletionReport report = deletion(fixture).deleteWithReferrers(index.digest());

      assertThat(report.deleted()).containsExactly(index);
      assertThat(listed(fixture)).hasSize(1);
    }
  }

  private static dev.referrers.Deletion deletion(DiscoveryFixture fixture) {
    return dev.referrers.Deletion.in(fixture.repository).withTime(new FakeTime());
  }

  private static Descriptor attach(DiscoveryFixture fixture, Descriptor subject) {
    return fixture.stored.addReferrer(subject, SPDX, Annotations.NONE);
  }

  private static List<Digest> listed(DiscoveryFixture fixture) throws IOException {
    return fixture.referrers().of(fixture.image.digest()).toList().stream()
        .map(each -> each.descriptor().digest())
        .toList();
  }

  private static String tag(Descriptor subject) {
    return ReferrersTag.of(subject.digest());
  }
}
