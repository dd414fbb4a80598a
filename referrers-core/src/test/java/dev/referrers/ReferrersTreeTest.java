package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.ReferrersTree.Link;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.NotFoundException;
import dev.referrers.error.UndeterminedException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class ReferrersTreeTest {

  private static final String SPDX = DiscoveryFixture.SPDX;
  private static final String SIGNATURE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  @Test
  void reachesReferrersOfReferrersAndOfAnIndexsChildren() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor index = fixture.stored.pushIndex("multi", List.of(fixture.image));
      Descriptor sbom = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      Descriptor signature = fixture.stored.addReferrer(sbom, SIGNATURE, Annotations.NONE);
      Descriptor ofIndex = fixture.stored.addReferrer(index, SIGNATURE, Annotations.NONE);

      ReferrersTree tree = ReferrersTree.of(fixture.repository, "multi");

      assertThat(tree.stream().map(each -> each.manifest().digest()))
          .containsExactly(digests(index, fixture.image, sbom, signature, ofIndex));
      assertThat(tree.stream().map(ReferrersTree::link))
          .containsExactly(Link.ROOT, Link.CHILD, Link.REFERRER, Link.REFERRER, Link.REFERRER);
      assertThat(tree.nodes().get(1).origins()).containsExactly(Source.REFERRERS_API);
      assertThat(fixture.registry.count(Route.GET_MANIFEST)).isEqualTo(1);
      assertThat(fixture.registry.count(Route.REFERRERS)).isEqualTo(5);
    }
  }

  @Test
  void findsThemUnderTheReferrersTag() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified().withoutReferrersApi())) {
      Descriptor sbom = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      fixture.stored.pushIndex(ReferrersTag.of(fixture.image.digest()), List.of(sbom));

      ReferrersTree tree = ReferrersTree.of(fixture.repository, "v1");

      assertThat(tree.nodes()).extracting(ReferrersTree::manifest).containsExactly(sbom);
      assertThat(tree.nodes().get(0).origins()).containsExactly(Source.REFERRERS_TAG);
    }
  }

  @Test
  void findsCosignTagsWhenAsked() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor index = fixture.stored.pushIndex("multi", List.of(fixture.image));
      Descriptor signature = fixture.stored.pushImage(cosignTag(fixture.image, ".sig"));

      ReferrersTree without = ReferrersTree.of(fixture.repository, "multi");
      ReferrersTree with =
          ReferrersTree.of(
              fixture.repository, "multi", TreeQuery.REFERRERS.withCosignTags().withDepth(2));

      assertThat(without.stream()).hasSize(2);
      assertThat(with.stream().map(each -> each.manifest().digest()))
          .containsExactly(digests(index, fixture.image, signature));
      ReferrersTree found = with.nodes().get(0).nodes().get(0);
      assertThat(found.tag()).isEqualTo(cosignTag(fixture.image, ".sig"));
      assertThat(found.origins()).containsExactly(Source.COSIGN_TAG);
    }
  }

  @Test
  void tellsOfEachManifestOnceWhatBelongsToIt() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor nested = fixture.stored.pushIndex("nested", List.of(fixture.image));
      fixture.stored.pushIndex("multi", List.of(nested, fixture.image));
      fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);

      ReferrersTree tree = ReferrersTree.of(fixture.repository, "multi");

      assertThat(tree.nodes().get(0).nodes().get(0).nodes()).hasSize(1);
      assertThat(tree.nodes().get(1).nodes()).isEmpty();
      assertThat(fixture.registry.count(Route.REFERRERS)).isEqualTo(4);
    }
  }

  @Test
  void endsThoughListsLeadInACircle() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor sbom = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      fixture.stored.list(sbom.digest(), fixture.image.withArtifactType(SPDX));

      ReferrersTree tree = ReferrersTree.of(fixture.repository, "v1");

      assertThat(tree.stream().map(each -> each.manifest().digest()))
          .containsExactly(digests(fixture.image, sbom, fixture.image));
    }
  }

  @Test
  void aListThatCanNotBeReadFails() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor sbom = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      String path = "/v2/acme/api/referrers/" + sbom.digest();
      fixture.registry.fault(Route.REFERRERS, path::equals, Fault.status(403));

      assertThatThrownBy(() -> ReferrersTree.of(fixture.repository, "v1"))
          .isInstanceOf(UndeterminedException.class);
    }
  }

  @Test
  void hasALimitOfSteps() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor last = fixture.image;
      for (int i = 0; i < 3; i++) {
        last = fixture.stored.addReferrer(last, SPDX, Annotations.NONE);
      }

      assertThat(tree(fixture, TreeQuery.REFERRERS.withDepth(3)).stream()).hasSize(4);
      assertThatThrownBy(() -> tree(fixture, TreeQuery.REFERRERS.withDepth(2)))
          .isInstanceOf(LimitExceededException.class)
          .hasMessage("Tree of v1 is longer than 2 steps (TreeQuery.depth)");
    }
  }

  @Test
  void hasALimitOfManifests() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      fixture.stored.addReferrers(fixture.image, 5, SPDX);

      assertThat(tree(fixture, TreeQuery.REFERRERS.withManifests(6)).stream()).hasSize(6);
      assertThatThrownBy(() -> tree(fixture, TreeQuery.REFERRERS.withManifests(5)))
          .isInstanceOf(LimitExceededException.class)
          .hasMessage("Tree of v1 is longer than 5 manifests (TreeQuery.manifests)");
    }
  }

  @Test
  void anIndexBelowThatIsGoneFails() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor gone = Descriptor.of(MediaTypes.IMAGE_INDEX, ByteString.encodeUtf8("gone"));
      fixture.stored.pushIndex("multi", List.of(gone));

      assertThatThrownBy(() -> ReferrersTree.of(fixture.repository, "multi"))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void isDrawnWithALineForEach() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor index = fixture.stored.pushIndex("multi", List.of(fixture.image));
      Descriptor sbom = fixture.stored.addReferrer(fixture.image, SPDX, Annotations.NONE);
      Descriptor odd = fixture.stored.addReferrer(sbom, "text/\u001b[2J", Annotations.NONE);
      Descriptor signature = fixture.stored.addReferrer(index, SIGNATURE, Annotations.NONE);

      assertThat(ReferrersTree.of(fixture.repository, "multi").draw())
          .isEqualTo(
              """
              %s application/vnd.oci.image.index.v1+json
              ├── %s application/vnd.oci.image.manifest.v1+json
              │   └── %s application/spdx+json
              │       └── %s text/?[2J
              └── %s application/vnd.dev.sigstore.bundle.v0.3+json
              """
                  .formatted(
                      index.digest(),
                      fixture.image.digest(),
                      sbom.digest(),
                      odd.digest(),
                      signature.digest()));
    }
  }

  private static ReferrersTree tree(DiscoveryFixture fixture, TreeQuery query) throws IOException {
    return ReferrersTree.of(fixture.repository, "v1", query);
  }

  private static String cosignTag(Descriptor manifest, String suffix) {
    return "sha256-" + manifest.digest().encoded() + suffix;
  }

  private static Digest[] digests(Descriptor... descriptors) {
    return List.of(descriptors).stream().map(Descriptor::digest).toArray(Digest[]::new);
  }
}
