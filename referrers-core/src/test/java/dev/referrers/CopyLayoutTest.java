package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.CopyReport.Fate;
import dev.referrers.CopyReport.Kind;
import dev.referrers.error.LimitExceededException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import dev.referrers.support.FakeTime;
import dev.referrers.testing.Behaviour;
import dev.referrers.transport.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copies that begin or end in an OCI layout. */
@Timeout(60)
class CopyLayoutTest {

  private static final Behaviour TAG = Behaviour.specified().withoutReferrersApi();
  private static final TreeQuery ALL = TreeQuery.REFERRERS.withCosignTags();

  @TempDir Path first;
  @TempDir Path second;

  @Test
  void theViewIsTheSameFromRegistryToLayoutToRegistryToLayout() throws IOException {
    try (var fixture = new CopyFixture(TAG)) {
      fill(fixture);
      Repository one = OciLayout.create(first);
      Repository two = OciLayout.create(second);

      copy(fixture.source(), one);
      copy(one, fixture.target());
      copy(fixture.target(), two);

      Set<String> view = view(fixture.source());
      assertThat(view).hasSize(7);
      assertThat(listed(fixture.source(), fixture.image)).isNotEmpty();
      for (Repository each : List.of(one, fixture.target(), two)) {
        assertThat(view(each)).isEqualTo(view);
        assertThat(listed(each, fixture.image)).isEqualTo(listed(fixture.source(), fixture.image));
      }
      assertThat(fixture.copied.tags()).contains(ReferrersTag.of(fixture.image.digest()));
    }
  }

  @Test
  void aLayoutIsCopiedIntoMemoryAndBack() throws IOException {
    try (var fixture = new CopyFixture(Behaviour.specified())) {
      fill(fixture);
      Repository memory = MemoryRepository.holding(1 << 20);
      Repository layout = OciLayout.create(first);

      copy(fixture.source(), memory);
      copy(memory, layout);

      assertThat(view(layout)).isEqualTo(view(fixture.source()));
    }
  }

  @Test
  void whatALayoutHasIsNotCopiedAgain() throws IOException {
    try (var fixture = new CopyFixture(Behaviour.specified())) {
      fill(fixture);
      Repository layout = OciLayout.create(first);
      copy(fixture.source(), layout);

      CopyReport again = copy(fixture.source(), layout);

      assertThat(again.count(Kind.MANIFEST, Fate.COPIED)).isZero();
      assertThat(again.count(Kind.BLOB, Fate.COPIED)).isZero();
      assertThat(again.warnings()).isEmpty();
    }
  }

  @Test
  void aBlobThatTheLayoutLacksComesWithTheNextThatHasIt() throws IOException {
    try (var fixture = new CopyFixture(Behaviour.specified())) {
      Repository layout = OciLayout.create(first);
      fill(fixture);
      copy(fixture.source(), layout);
      layout.deleteBlob(Descriptor.EMPTY_JSON.digest());
      Descriptor more = fixture.attach(fixture.image, "more");

      copy(fixture.source(), layout);

      assertThat(layout.find(more.digest().toString())).isNotNull();
      assertThat(layout.hasBlob(Descriptor.EMPTY_JSON.digest())).isTrue();
    }
  }

  @Test
  void whatIsTooLargeForTheTargetIsNotBegun() throws IOException {
    try (var fixture = new CopyFixture(Behaviour.specified())) {
      fill(fixture);
      Repository layout =
          OciLayout.at(first).limits(Limits.DEFAULT.withManifestBytes(300)).create();

      assertThatThrownBy(() -> copy(fixture.source(), layout))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("Limits.manifestBytes");
      assertThat(layout.hasBlob(Descriptor.EMPTY_JSON.digest())).isFalse();
    }
  }

  private static void fill(CopyFixture fixture) throws IOException {
    Descriptor index = fixture.stored.pushIndex("multi", List.of(fixture.image));
    fixture.attach(index, "of the index");
    Descriptor sbom = fixture.attach(fixture.image, "of the image");
    fixture.attach(fixture.image, "another");
    fixture.attach(sbom.bare(), "of the sbom");
    Blob config = Blob.of(MediaTypes.IMAGE_CONFIG, ByteString.encodeUtf8("{\"os\":\"\"}"));
    fixture.source().pushBlob(config);
    ImageManifest signature = ImageManifest.builder(config.descriptor()).build();
    String tag = ReferrersTag.of(fixture.image.digest()) + ".sig";
    fixture.source().pushTag(tag, signature, Precondition.NONE);
  }

  private static CopyReport copy(Repository from, Repository to) throws IOException {
    return Copy.between(from, to).query(ALL).time(new FakeTime()).build().copy("multi", "multi");
  }

  /** Every manifest with what leads to it, but for the source that tells of it. */
  private static Set<String> view(Repository repository) throws IOException {
    return ReferrersTree.of(repository, "multi", ALL).stream()
        .map(each -> each.link() + " " + each.tag() + " " + each.manifest())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> listed(Repository repository, Descriptor subject) throws IOException {
    var view = Attestations.in(repository).with(ReferrerDecoder.plain());
    return view.list(subject.digest(), AttestationQuery.ALL).stream()
        .map(each -> each.layout() + " " + each.entry())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
