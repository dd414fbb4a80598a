package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.ReferrersTree.Link;
import dev.referrers.error.LimitExceededException;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.MediaTypes;
import dev.referrers.testing.Behaviour;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class WalkStepTest {

  @Test
  void aManifestIsReadWhereThereIsRoom() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      fixture.stored.pushImage("sha256-" + fixture.image.digest().encoded() + ".sig");
      WalkStep step = step(fixture, new WalkLimits("v1", TreeQuery.IMAGE));

      for (var task : step.tasks(TreeQuery.IMAGE.withCosignTags(), true)) {
        task.run();
      }

      assertThat(step.node().manifest()).isNotNull();
      assertThat(step.tagged()).hasSize(1);
    }
  }

  @Test
  void noMoreIsReadThanMayBeHeld() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      for (String suffix : List.of(".att", ".sbom", ".sig")) {
        fixture.stored.pushImage("sha256-" + fixture.image.digest().encoded() + suffix);
      }
      WalkStep step = step(fixture, full());

      assertThat(step.tasks(TreeQuery.IMAGE.withCosignTags(), true))
          .hasSize(4)
          .allSatisfy(
              task ->
                  assertThatThrownBy(task::run)
                      .isInstanceOf(LimitExceededException.class)
                      .hasMessageContaining("TreeQuery.MOST_BYTES"));
    }
  }

  @Test
  void entriesOfAllListsCountTogether() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      var entries = List.of(new Referrer(fixture.image, List.of(Source.REFERRERS_API)));
      var held = new WalkLimits("v1", TreeQuery.REFERRERS.withManifests(1));
      held.addListed(entries);

      assertThatThrownBy(() -> held.addListed(entries))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("TreeQuery.manifests");
    }
  }

  @Test
  void annotationsOfEntriesAreHeld() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      var large = fixture.image.withAnnotations(Annotations.of("k", "v".repeat(1 << 20)));
      var entries = Collections.nCopies(128, new Referrer(large, List.of()));

      assertThatThrownBy(() -> new WalkLimits("v1", TreeQuery.REFERRERS).addListed(entries))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("TreeQuery.MOST_BYTES");
    }
  }

  private static WalkStep step(DiscoveryFixture fixture, WalkLimits held) {
    var node = new Node(fixture.image.digest(), null);
    var edge = new Node.Edge(Link.CHILD, fixture.image, List.of(), null, node);
    return new WalkStep(fixture.repository, edge, held);
  }

  private static WalkLimits full() throws IOException {
    var held = new WalkLimits("v1", TreeQuery.IMAGE);
    String padded = ImageIndex.builder().build().bytes().utf8() + " ".repeat(1 << 20);
    Manifest large = Manifest.parse("Index", MediaTypes.IMAGE_INDEX, ByteString.encodeUtf8(padded));
    for (long bytes = 0; bytes < TreeQuery.MOST_BYTES; bytes += large.bytes().size()) {
      held.add(large);
    }
    return held;
  }
}
