package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.support.FakeTime;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TagRepairTest {

  private static final Behaviour API = Behaviour.specified();
  private static final Behaviour TAG = Behaviour.specified().withoutReferrersApi();

  @Test
  void anEntryThatWasLostComesBack() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor listed = attach(fixture, fixture.image, "1");
      Descriptor lost = attach(fixture, fixture.image, "2");
      push(fixture, List.of(listed));

      ReferrersRepair repair = repair(fixture, lost.digest());

      assertThat(repair.listed()).containsExactlyInAnyOrder(listed, lost);
      assertThat(repair.removed()).isEmpty();
      assertThat(entries(fixture)).containsExactly(listed, lost);
    }
  }

  @Test
  void entriesGoThatPointToNothing() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor right = attach(fixture, fixture.image, "1");
      Descriptor gone = attach(fixture, fixture.image, "2");
      Descriptor foreign = attach(fixture, fixture.stored.pushImage("other"), "3");
      push(fixture, List.of(gone, right, foreign));
      fixture.stored.deleteManifest(gone.digest().toString());

      ReferrersRepair repair = repair(fixture);

      assertThat(repair.listed()).containsExactly(right);
      assertThat(repair.removed()).containsExactly(gone.digest());
      assertThat(entries(fixture)).containsExactly(right, foreign);
    }
  }

  @Test
  void anImageOfManyPlatformsUnderTheTagStays() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor platform = fixture.stored.pushImage("platform");
      push(fixture, List.of(platform));

      assertThat(repair(fixture).removed()).isEmpty();
      assertThat(entries(fixture)).containsExactly(platform);
      assertThat(fixture.registry.count(Route.PUT_MANIFEST)).isZero();
    }
  }

  @Test
  void whatAnEntryTellsIsPutRight() throws IOException {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor right = attach(fixture, fixture.image, "1");
      push(fixture, List.of(right.bare().withArtifactType(MediaTypes.EMPTY_JSON)));

      repair(fixture);

      assertThat(entries(fixture)).containsExactly(right);
    }
  }

  @Test
  void whereTheApiListsNothingIsDone() throws IOException {
    try (var fixture = new DiscoveryFixture(API)) {
      Descriptor known = attach(fixture, fixture.image, "1");

      assertThat(repair(fixture, known.digest()).listed()).isEmpty();
      assertThat(fixture.registry.count(Route.PUT_MANIFEST)).isZero();
    }
  }

  @Test
  void whatIsSaidToBeKnownIsLookedAt() {
    try (var fixture = new DiscoveryFixture(TAG)) {
      Descriptor foreign = attach(fixture, fixture.stored.pushImage("other"), "1");

      assertThatThrownBy(() -> repair(fixture, foreign.digest()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static ReferrersRepair repair(DiscoveryFixture fixture, Digest... known)
      throws IOException {
    return ReferrerPublisher.into(fixture.repository)
        .time(new FakeTime())
        .build()
        .repair(fixture.image.digest(), List.of(known));
  }

  private static Descriptor attach(DiscoveryFixture fixture, Descriptor subject, String number) {
    return fixture.stored.addReferrer(
        subject, DiscoveryFixture.SPDX, Annotations.of("number", number));
  }

  private static void push(DiscoveryFixture fixture, List<Descriptor> entries) {
    fixture.stored.pushIndex(ReferrersTag.of(fixture.image.digest()), entries);
  }

  private static List<Descriptor> entries(DiscoveryFixture fixture) throws IOException {
    var stored = fixture.stored.manifest(ReferrersTag.of(fixture.image.digest()));
    return ImageIndex.parse("Index", stored.bytes()).manifests();
  }
}
