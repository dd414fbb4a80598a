package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.NotFoundException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.ErrorBody;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OrphansTest {

  private static final Behaviour API = Behaviour.specified();
  private static final Behaviour TAG = Behaviour.specified().withoutReferrersApi();

  @Test
  void areFoundByTheTagsOfWhatIsGone() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor gone = fixture.stored.pushImage("gone");
      Descriptor lost = tagged(fixture, gone);
      tagged(fixture, fixture.image);
      fixture.stored.pushImage("sha256-" + gone.digest().encoded() + ".sig");
      fixture.stored.deleteManifest(gone.digest().toString());

      List<Orphan> orphans = Orphans.in(fixture.repository).find();

      assertThat(orphans)
          .containsExactly(
              new Orphan(gone.digest(), ReferrersTag.of(gone.digest()), List.of(lost.bare())),
              new Orphan(gone.digest(), "sha256-" + gone.digest().encoded() + ".sig", List.of()));
      assertThat(fixture.asked()).noneMatch(each -> each.startsWith("DELETE"));
    }
  }

  @Test
  void goWhenTheyArePruned() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor gone = fixture.stored.pushImage("gone");
      Descriptor lost = tagged(fixture, gone);
      Descriptor kept = tagged(fixture, fixture.image);
      fixture.stored.pushImage("sha256-" + gone.digest().encoded() + ".sig");
      fixture.stored.deleteManifest(gone.digest().toString());
      Orphans orphans = Orphans.in(fixture.repository);

      DeletionReport report = orphans.prune(orphans.find());

      assertThat(report.deleted()).containsExactly(lost.bare());
      assertThat(fixture.stored.tags())
          .containsExactly(ReferrersTag.of(fixture.image.digest()), "v1");
      assertThat(fixture.stored.hasManifest(kept.digest().toString())).isTrue();
      assertThat(orphans.find()).isEmpty();
    }
  }

  @Test
  void stayWhenTheirSubjectIsBack() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor gone = fixture.stored.pushImage("gone");
      tagged(fixture, gone);
      fixture.stored.deleteManifest(gone.digest().toString());
      Orphans orphans = Orphans.in(fixture.repository);
      List<Orphan> found = orphans.find();
      fixture.stored.pushImage("gone");

      DeletionReport report = orphans.prune(found);

      assertThat(report.deleted()).isEmpty();
      assertThat(report.warnings())
          .containsExactly(
              "Manifest " + gone.digest() + " is there again, so what is about it stays");
    }
  }

  @Test
  void stayWhenTheirSubjectComesBackWhileTheyAreLookedFor() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor gone = fixture.stored.pushImage("gone");
      Descriptor lost = tagged(fixture, gone);
      fixture.stored.deleteManifest(gone.digest().toString());
      List<Orphan> found = Orphans.in(fixture.repository).find();
      Repository raced =
          HookedRepository.before(
              "inOneOperation", fixture.repository, () -> fixture.stored.pushImage("gone"));

      DeletionReport report = Orphans.in(raced).prune(found);

      assertThat(report.deleted()).isEmpty();
      assertThat(report.warnings()).hasSize(1);
      assertThat(fixture.stored.tags()).contains(ReferrersTag.of(gone.digest()));
      assertThat(fixture.stored.hasManifest(lost.digest().toString())).isTrue();
    }
  }

  @Test
  void leaveAListThatHasGrownMeanwhile() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor gone = fixture.stored.pushImage("gone");
      Descriptor lost = tagged(fixture, gone);
      Descriptor late = fixture.stored.addReferrer(gone, "text/y", Annotations.NONE);
      fixture.stored.deleteManifest(gone.digest().toString());
      List<Orphan> found = Orphans.in(fixture.repository).find();
      String tag = ReferrersTag.of(gone.digest());
      Repository raced =
          HookedRepository.before(
              "deleteManifest",
              fixture.repository,
              () -> fixture.stored.pushIndex(tag, List.of(lost, late)));

      DeletionReport report = Orphans.in(raced).withSettle(Duration.ofMillis(20)).prune(found);

      assertThat(report.deleted()).containsExactly(lost.bare());
      assertThat(DiscoveryFixture.descriptors(fixture.referrers().of(gone.digest()).toList()))
          .containsExactly(late);
    }
  }

  @Test
  void areNotFoundByARepositoryThatIsNotThere() {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor image = fixture.registry.repository("acme/images").pushImage("other");
      tagged(fixture, image);
      Orphans orphans =
          Orphans.in(fixture.repository).withImagesIn(repository(fixture, "acme/image"));

      assertThatThrownBy(orphans::find)
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("Repository acme/image ");
      assertThatThrownBy(() -> orphans.of(List.of(image.digest())))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void areNoneWhereTheImagesAreElsewhere() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      var elsewhere = fixture.registry.repository("acme/images");
      Descriptor image = elsewhere.pushImage("other");
      tagged(fixture, image);
      Orphans orphans = Orphans.in(fixture.repository);
      Repository images = repository(fixture, "acme/images");

      assertThat(orphans.find()).hasSize(1);
      assertThat(orphans.withImagesIn(images).find()).isEmpty();
    }
  }

  @Test
  void whatCameAfterThePlanStaysWithWhatItRefersTo() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor gone = fixture.stored.pushImage("gone");
      Descriptor sbom = fixture.stored.addReferrer(gone, "text/x", Annotations.NONE);
      Descriptor other = fixture.stored.addReferrer(gone, "text/y", Annotations.NONE);
      fixture.stored.deleteManifest(gone.digest().toString());
      Orphans orphans = Orphans.in(fixture.repository);
      List<Orphan> found = orphans.of(List.of(gone.digest()));
      Descriptor late = fixture.stored.addReferrer(sbom, "text/x", Annotations.NONE);

      DeletionReport report = orphans.prune(found);

      assertThat(report.deleted()).containsExactly(other.bare());
      assertThat(report.kept()).containsExactly(late.bare(), sbom.bare());
      assertThat(report.warnings().get(0)).endsWith(" is not deleted: it was not planned");
    }
  }

  @Test
  void aTagThatTheApiHasReplacedGoes() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor gone = fixture.stored.pushImage("gone");
      Descriptor lost = tagged(fixture, gone);
      fixture.stored.deleteManifest(gone.digest().toString());
      Orphans orphans = Orphans.in(fixture.repository);

      DeletionReport report = orphans.prune(orphans.find());

      assertThat(report.deleted()).containsExactly(lost.bare());
      assertThat(report.tags()).containsExactly(ReferrersTag.of(gone.digest()));
      assertThat(fixture.stored.tags()).containsExactly("v1");
    }
  }

  @Test
  void needATagThatIsAboutTheirSubject() {
    Digest subject = Digest.parse("sha256:" + "0".repeat(64));

    assertThatThrownBy(() -> new Orphan(subject, "v1", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("but has v1");
  }

  @Test
  void areFoundByTheApiForAKnownDigest() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor gone = fixture.stored.pushImage("gone");
      Descriptor lost = fixture.stored.addReferrer(gone, "text/x", Annotations.NONE);
      fixture.stored.addReferrer(fixture.image, "text/x", Annotations.NONE);
      fixture.stored.deleteManifest(gone.digest().toString());
      Orphans orphans = Orphans.in(fixture.repository);

      List<Orphan> found = orphans.of(List.of(gone.digest(), fixture.image.digest()));

      assertThat(found).hasSize(1);
      assertThat(found.get(0).tag()).isNull();
      assertThat(found.get(0).manifests()).containsExactly(lost.bare());
      assertThat(orphans.prune(found).deleted()).containsExactly(lost.bare());
    }
  }

  @Test
  void areNotFoundOnDoubt() {
    try (var fixture = new DiscoveryFixture(TAG.withErrorBody(ErrorBody.PLAIN))) {
      Descriptor gone = fixture.stored.pushImage("gone");
      tagged(fixture, gone);
      fixture.stored.deleteManifest(gone.digest().toString());

      assertThatThrownBy(() -> Orphans.in(fixture.repository).find())
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("a proxy may have made it up");
    }
  }

  @Test
  void anImageUnderSuchATagIsNone() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      fixture.stored.pushImage("sha256-" + "0".repeat(64));

      assertThat(Orphans.in(fixture.repository).find()).isEmpty();
      assertThat(fixture.registry.count(Route.TAGS)).isEqualTo(1);
    }
  }

  @Test
  void anImageOfManyPlatformsUnderSuchATagIsNone() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      String tag = "sha256-" + "0".repeat(64);
      fixture.stored.pushIndex(tag, List.of(fixture.image));
      var orphans = Orphans.in(fixture.repository);

      assertThat(orphans.find()).isEmpty();
      // nor does a plan of one's own delete it
      Digest missing = Digest.parse("sha256:" + "0".repeat(64));
      orphans.prune(List.of(new Orphan(missing, tag, List.of())));
      assertThat(fixture.stored.tags()).contains(tag);
    }
  }

  private static Repository repository(DiscoveryFixture fixture, String name) {
    String host = fixture.registry.host();
    return Registry.at(host).allowPlainHttp(host).build().repository(name);
  }

  private static Descriptor tagged(DiscoveryFixture fixture, Descriptor subject) {
    Descriptor referrer = fixture.stored.addReferrer(subject, "text/x", Annotations.NONE);
    fixture.stored.pushIndex(ReferrersTag.of(subject.digest()), List.of(referrer));
    return referrer;
  }
}
