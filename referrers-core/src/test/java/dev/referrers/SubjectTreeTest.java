package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.NotFoundException;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class SubjectTreeTest {

  @Test
  void goesThroughIndexesDepthFirst() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor arm = fixture.stored.pushImage("arm");
      Descriptor nested = fixture.stored.pushIndex("nested", List.of(arm, fixture.image));
      Descriptor amd = fixture.stored.pushImage("amd");
      Descriptor index = fixture.stored.pushIndex("multi", List.of(nested, amd, arm));

      SubjectTree tree = SubjectTree.of(fixture.repository, "multi");

      assertThat(tree.subjects()).containsExactly(index, nested, arm, fixture.image, amd);
      assertThat(fixture.registry.count(Route.GET_MANIFEST)).isEqualTo(2);
    }
  }

  @Test
  void anImageIsATreeOfOne() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      assertThat(SubjectTree.of(fixture.repository, "v1").subjects())
          .containsExactly(fixture.image);
      assertThatThrownBy(() -> SubjectTree.of(fixture.repository, "v2"))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void publishesAnAttestationOfItsOwnForEach() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      Descriptor index = fixture.stored.pushIndex("multi", List.of(fixture.image));
      var publisher = ReferrerPublisher.into(fixture.repository).build();

      List<Publication> done =
          SubjectTree.of(fixture.repository, "multi").publish(publisher, subject -> about(subject));

      assertThat(done).extracting(Publication::subject).containsExactly(index, fixture.image);
      assertThat(done)
          .extracting(each -> each.manifest().annotations().get("about"))
          .containsExactly(index.digest().toString(), fixture.image.digest().toString());
    }
  }

  @Test
  void publishesNothingWhenOneCannotBeMade() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      fixture.stored.pushIndex("multi", List.of(fixture.image));
      var publisher = ReferrerPublisher.into(fixture.repository).build();
      var tree = SubjectTree.of(fixture.repository, "multi");

      assertThatThrownBy(
              () ->
                  tree.publish(
                      publisher,
                      subject -> {
                        if (subject.equals(fixture.image)) {
                          throw new IOException("no signature");
                        }
                        return about(subject);
                      }))
          .hasMessage("no signature");
      assertThat(fixture.registry.count(Route.PUT_MANIFEST)).isZero();
    }
  }

  @Test
  void hasALimit() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      fixture.stored.pushIndex("full", images(SubjectTree.MOST_SUBJECTS - 1));
      fixture.stored.pushIndex("overfull", images(SubjectTree.MOST_SUBJECTS));

      assertThat(SubjectTree.of(fixture.repository, "full").subjects())
          .hasSize(SubjectTree.MOST_SUBJECTS);
      assertThatThrownBy(() -> SubjectTree.of(fixture.repository, "overfull"))
          .isInstanceOf(LimitExceededException.class)
          .hasMessage("Tree of overfull is longer than 1000 manifests (SubjectTree.MOST_SUBJECTS)");
    }
  }

  @Test
  void whatIsNamedCountsBeforeItIsRead() throws IOException {
    try (var fixture = new DiscoveryFixture(Behaviour.specified())) {
      List<Descriptor> children = new ArrayList<>(images(SubjectTree.MOST_SUBJECTS));
      children.add(0, fixture.stored.pushIndex("nested", List.of(fixture.image)));
      fixture.stored.pushIndex("overfull", children);

      assertThatThrownBy(() -> SubjectTree.of(fixture.repository, "overfull"))
          .isInstanceOf(LimitExceededException.class);
      assertThat(fixture.registry.count(Route.GET_MANIFEST)).isEqualTo(1);
    }
  }

  private static List<Descriptor> images(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Descriptor.of(MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8("" + i)))
        .toList();
  }

  private static Attestation about(Descriptor subject) {
    return Attestation.of(new Artifact("text/x-about", List.of()))
        .withAnnotations(Annotations.of("about", subject.digest().toString()));
  }
}
