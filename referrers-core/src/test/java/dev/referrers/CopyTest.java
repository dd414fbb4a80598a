package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.CopyReport.Fate;
import dev.referrers.CopyReport.Kind;
import dev.referrers.Publication.Evidence;
import dev.referrers.Publication.ListedBy;
import dev.referrers.error.UndeterminedException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Fault;
import dev.referrers.testing.RegistryRequest;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CopyTest {

  private static final Behaviour API = Behaviour.specified();
  private static final Behaviour TAG = Behaviour.specified().withoutReferrersApi();

  @Test
  void takesReferrersOfReferrersAndOfChildrenAlong() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      Descriptor index = fixture.stored.pushIndex("multi", List.of(fixture.image));
      Descriptor sbom = fixture.attach(fixture.image, "sbom");
      Descriptor signature = fixture.attach(sbom, "signature of the sbom");
      Descriptor ofIndex = fixture.attach(index, "signature of the index");

      CopyReport report = fixture.copy("multi");

      assertThat(report.root().digest()).isEqualTo(index.digest());
      assertThat(fixture.manifests())
          .containsExactlyInAnyOrder(text(index, fixture.image, sbom, signature, ofIndex));
      assertThat(fixture.copied.manifest("multi").digest()).isEqualTo(index.digest());
      assertThat(fixture.copied.tags()).containsExactly("multi");
      assertThat(fixture.listed(fixture.image)).containsExactly(sbom.digest());
      assertThat(fixture.listed(sbom)).containsExactly(signature.digest());
      assertThat(fixture.listed(index)).containsExactly(ofIndex.digest());
    }
  }

  @Test
  void keepsEveryByte() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      fixture.attach(fixture.image, "sbom");

      fixture.copy("v1");

      for (var each : fixture.stored.manifests()) {
        var copy = fixture.copied.manifest(each.digest().toString());
        assertThat(copy.bytes()).isEqualTo(each.bytes());
        assertThat(copy.mediaType()).isEqualTo(each.mediaType());
      }
    }
  }

  @Test
  void keepsReferrersTagsWhereTheTargetHasNoApi() throws IOException {
    try (var fixture = new CopyFixture(TAG)) {
      Descriptor sbom = fixture.attach(fixture.image, "sbom");
      Descriptor signature = fixture.attach(sbom, "signature of the sbom");

      CopyReport report = fixture.copy("v1");

      assertThat(fixture.listed(fixture.image)).containsExactly(sbom.digest());
      assertThat(fixture.listed(sbom)).containsExactly(signature.digest());
      assertThat(report.listings())
          .extracting(CopyReport.Listing::by)
          .containsOnly(ListedBy.REFERRERS_TAG);
      assertThat(fixture.copied.tags())
          .containsExactlyInAnyOrder(
              "v1", ReferrersTag.of(fixture.image.digest()), ReferrersTag.of(sbom.digest()));
    }
  }

  @Test
  void writesTheReferrersTagThatIsAskedForBesideAnApiThatListsAll() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      Descriptor sbom = fixture.attach(fixture.image, "sbom");
      fixture.copy("v1"); // as far as a copy came that was killed before it wrote the tag
      String tag = ReferrersTag.of(fixture.image.digest());
      Copy copy = fixture.builder().mode(ReferrersMode.TAG_ONLY).build();

      copy.copy("v1", "v1");
      assertThat(fixture.copied.manifest(tag).bytes().utf8()).contains(sbom.digest().toString());

      fixture.resetRequests();
      copy.copy("v1", "v1");
      assertThat(fixture.to.count(Route.PUT_MANIFEST)).isZero();
    }
  }

  @Test
  void aTargetWhoseTagListsAllIsRefusedWhereTheApiIsAskedFor() throws IOException {
    try (var fixture = new CopyFixture(TAG)) {
      fixture.attach(fixture.image, "sbom");
      fixture.copy("v1");
      Copy copy = fixture.builder().mode(ReferrersMode.API_ONLY).build();

      assertThatThrownBy(() -> copy.copy("v1", "v1")).isInstanceOf(UndeterminedException.class);
    }
  }

  @Test
  void leavesWhatElseTheTargetsReferrersTagHolds() throws IOException {
    try (var fixture = new CopyFixture(TAG)) {
      Descriptor sbom = fixture.attach(fixture.image, "sbom");
      Descriptor theirs =
          fixture.copied.addReferrer(
              fixture.image, "text/x-theirs", dev.referrers.oci.Annotations.NONE);
      fixture.copied.pushIndex(ReferrersTag.of(fixture.image.digest()), List.of(theirs));

      fixture.copy("v1");

      assertThat(fixture.listed(fixture.image))
          .containsExactlyInAnyOrder(theirs.digest(), sbom.digest());
    }
  }

  @Test
  void doesNotCopyTheSourcesReferrersTag() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      fixture.from.behave(Behaviour::withoutReferrersApi);
      Descriptor sbom = fixture.attach(fixture.image, "sbom");
      String tag = ReferrersTag.of(fixture.image.digest());
      fixture.stored.pushIndex(tag, List.of(sbom));

      fixture.copy("v1");

      assertThat(fixture.copied.tags()).containsExactly("v1");
      assertThat(fixture.listed(fixture.image)).containsExactly(sbom.digest());
      assertThatThrownBy(() -> fixture.copy(tag))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Copy needs a tag that is no referrers tag but has " + tag);
    }
  }

  @Test
  void showsNothingBeforeWhatItPointsTo() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      Descriptor index = fixture.stored.pushIndex("multi", List.of(fixture.image));
      Descriptor sbom = fixture.attach(fixture.image, "sbom");

      fixture.copy("multi");

      List<String> pushed = new ArrayList<>();
      for (RegistryRequest each : fixture.to.requests(Route.PUT_MANIFEST)) {
        pushed.add(each.path().substring(each.path().lastIndexOf('/') + 1));
      }
      assertThat(pushed).hasSize(4).startsWith(fixture.image.digest().toString()).endsWith("multi");
      assertThat(pushed).contains(index.digest().toString(), sbom.digest().toString());
      assertThat(fixture.to.requests().subList(0, 5))
          .extracting(RegistryRequest::route)
          .contains(Route.POST_UPLOAD);
    }
  }

  @Test
  void copiesOnlyWhatIsMissing() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      fixture.attach(fixture.image, "first");
      fixture.copy("v1");
      Descriptor second = fixture.attach(fixture.image, "second");
      fixture.resetRequests();

      CopyReport report = fixture.copy("v1");

      assertThat(report.items().stream().filter(each -> each.fate() == Fate.COPIED))
          .extracting(each -> each.content().digest())
          .contains(second.digest())
          .hasSize(2);
      assertThat(report.count(Kind.MANIFEST, Fate.PRESENT)).isEqualTo(2);
      assertThat(report.count(Kind.BLOB, Fate.PRESENT)).isEqualTo(4);
      assertThat(fixture.from.count(Route.GET_BLOB)).isEqualTo(1);
      assertThat(fixture.to.count(Route.PUT_MANIFEST)).isEqualTo(1);
      assertThat(fixture.listed(fixture.image)).hasSize(2);
    }
  }

  @Test
  void pushesWhatTheTargetsReferrersTagListsButDoesNotHave() throws IOException {
    try (var fixture = new CopyFixture(TAG)) {
      Descriptor sbom = fixture.attach(fixture.image, "sbom");
      fixture.copy("v1");
      fixture.copied.deleteManifest(sbom.digest().toString());

      fixture.copy("v1");

      assertThat(fixture.manifests()).contains(sbom.digest().toString());
    }
  }

  @Test
  void takesTheImageAloneWhenAskedTo() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      fixture.attach(fixture.image, "sbom");

      CopyReport report = fixture.builder().query(TreeQuery.IMAGE).build().copy("v1", "a", "b");

      assertThat(fixture.manifests()).containsExactly(text(fixture.image));
      assertThat(fixture.copied.tags()).containsExactly("a", "b");
      assertThat(report.tags()).containsExactly("a", "b");
      assertThat(fixture.from.count(Route.REFERRERS)).isZero();
    }
  }

  @Test
  void aPlanWritesNothingAndTellsWhatACopyDoes() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      fixture.attach(fixture.image, "sbom");
      var copy = fixture.builder().build();

      CopyReport plan = copy.plan("v1", "v1");
      assertThat(fixture.to.requests())
          .extracting(RegistryRequest::method)
          .doesNotContain("POST", "PUT");
      CopyReport done = copy.copy("v1", "v1");

      assertThat(plan.items()).isEqualTo(done.items());
      assertThat(plan.tags()).isEqualTo(done.tags());
      assertThat(plan.count(Kind.BLOB, Fate.COPIED)).isEqualTo(4);
      assertThat(plan.bytes(Kind.BLOB, Fate.COPIED)).isEqualTo(2 + 4 + 11 + 37);
    }
  }

  @Test
  void writesNothingWhenReferrersAreNotKnown() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      fixture.from.fault(Route.REFERRERS, Fault.status(403));

      assertThatThrownBy(() -> fixture.copy("v1")).isInstanceOf(UndeterminedException.class);
      assertThat(fixture.to.count(Route.ANY)).isZero();
    }
  }

  @Test
  void tellsWhatListsReferrers() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      fixture.attach(fixture.image, "1");
      fixture.attach(fixture.image, "2");

      assertThat(fixture.copy("v1").listings())
          .containsExactly(
              new CopyReport.Listing(
                  fixture.image.digest(), ListedBy.REFERRERS_API, Evidence.SEEN, 2));
    }
  }

  @Test
  void leavesOutWhatTheListGivesASubjectThatItDoesNotHave() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      Descriptor other = fixture.stored.pushImage("other");
      Descriptor ofOther = fixture.attach(other, "about the other");
      fixture.stored.list(fixture.image.digest(), ofOther);

      CopyReport report = fixture.copy("v1");

      assertThat(fixture.manifests()).containsExactly(text(fixture.image));
      assertThat(report.warnings())
          .containsExactly(
              "Referrers of " + fixture.image.digest() + ": entries about something else: 1");
    }
  }

  @Test
  void triesTheTagAgainWhenItFailsInPassing() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      fixture.to.fault(
          Route.PUT_MANIFEST, path -> path.endsWith("/v1"), Fault.status(429).times(2));

      fixture.copy("v1");

      assertThat(fixture.copied.manifest("v1").digest()).isEqualTo(fixture.image.digest());
    }
  }

  @Test
  void listsAnIndexsChildThatHasASubject() throws IOException {
    try (var fixture = new CopyFixture(TAG)) {
      Descriptor attestation = fixture.attach(fixture.image, "provenance");
      fixture.stored.pushIndex("multi", List.of(fixture.image, attestation));
      fixture.from.behave(Behaviour::withoutReferrersApi);

      fixture.copy("multi");

      assertThat(fixture.listed(fixture.image)).containsExactly(attestation.digest());
    }
  }

  @Test
  void uploadsAgainWhatTheTargetLostMeanwhile() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      fixture.to.fault(
          Route.PUT_MANIFEST,
          Fault.answer(
              dev.referrers.testing.Answer.error(400, "MANIFEST_BLOB_UNKNOWN", "blob unknown")));

      fixture.copy("v1");

      assertThat(fixture.copied.hasManifest("v1")).isTrue();
      assertThat(fixture.to.count(Route.POST_UPLOAD)).isEqualTo(4);
    }
  }

  @Test
  void copiesWithinARepositoryByTheTagAlone() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      fixture.attach(fixture.image, "sbom");

      Copy.between(fixture.source(), fixture.source()).build().copy("v1", "stable");

      assertThat(fixture.stored.manifest("stable").digest()).isEqualTo(fixture.image.digest());
      assertThat(fixture.from.count(Route.PUT_MANIFEST)).isEqualTo(1);
      assertThat(fixture.from.count(Route.GET_BLOB)).isZero();
    }
  }

  @Test
  void anImageIsNoCopyOfAManifestOfUnknownType() throws IOException {
    try (var fixture = new CopyFixture(API)) {
      fixture.stored.pushManifest(
          MediaTypes.ARTIFACT_MANIFEST,
          ByteString.encodeUtf8(
              "{\"mediaType\":\"" + MediaTypes.ARTIFACT_MANIFEST + "\",\"blobs\":[]}"),
          "old");

      assertThatThrownBy(() -> fixture.copy("old"))
          .isInstanceOf(dev.referrers.error.MalformedContentException.class)
          .hasMessageContaining(
              "expected a type whose blobs are known but was"
                  + " application/vnd.oci.artifact.manifest.v1+json");
    }
  }

  private static String[] text(Descriptor... manifests) {
    return List.of(manifests).stream().map(each -> each.digest().toString()).toArray(String[]::new);
  }
}
