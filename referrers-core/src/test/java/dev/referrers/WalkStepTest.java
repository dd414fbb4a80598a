package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.ReferrersTree.Link;
import dev.referrers.error.LimitExceededException;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.testing.Behaviour;
import java.io.IOException;
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
