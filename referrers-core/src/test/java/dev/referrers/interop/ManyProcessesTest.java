package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.ETags;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What several processes publish to one subject at once, all of it is listed afterwards. */
@Timeout(180)
class ManyProcessesTest {

  private static final String NAME = "acme/api";

  @TempDir private Path errors;
  private final FakeRegistry registry =
      FakeRegistry.start(Behaviour.specified().withoutReferrersApi());
  private final Descriptor image = registry.repository(NAME).pushImage("1.0");

  int processes() {
    return 3;
  }

  int publications() {
    return 8;
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void withDelaysBetweenReadAndWriteAndLostAnswers() throws Exception {
    registry.fault(Route.PUT_MANIFEST, ManyProcessesTest::isTag, Fault.loseAnswer().every(5));
    registry.fault(
        Route.GET_MANIFEST, ManyProcessesTest::isTag, Fault.delay(Duration.ofMillis(120)).every(7));
    registry.fault(
        Route.PUT_MANIFEST, ManyProcessesTest::isTag, Fault.delay(Duration.ofMillis(60)).every(3));

    ManyProcesses.Result result = publish();

    assertThat(result.errors()).isEmpty();
    assertThat(result.acknowledged()).hasSize(processes() * publications());
    assertThat(listed()).containsExactlyInAnyOrderElementsOf(result.acknowledged());
  }

  @Test
  void withConditionsThatAreHonoured() throws Exception {
    registry.behave(behaviour -> behaviour.withETags(ETags.HONOURED));
    registry.fault(Route.PUT_MANIFEST, ManyProcessesTest::isTag, Fault.loseAnswer().every(5));

    ManyProcesses.Result result = publish();

    assertThat(result.errors()).isEmpty();
    assertThat(result.acknowledged()).hasSize(processes() * publications());
    assertThat(listed()).containsExactlyInAnyOrderElementsOf(result.acknowledged());
  }

  @Test
  void withWritesThatAreDropped() throws Exception {
    registry.behave(behaviour -> behaviour.withDroppedTagWrites(2));

    ManyProcesses.Result result = publish();

    assertThat(result.acknowledged()).isSubsetOf(listed());
    assertThat(result.errors())
        .isSubsetOf("ReferrersTagConflictException", "UnconfirmedPublicationException");
  }

  private static boolean isTag(String path) {
    return path.contains("/manifests/sha256-");
  }

  private ManyProcesses.Result publish() throws Exception {
    return new ManyProcesses(PublishMany.class, processes(), publications(), 4, 200, errors)
        .publish(registry.host(), NAME, image);
  }

  private List<String> listed() throws Exception {
    var index = registry.repository(NAME).manifest(ReferrersTag.of(image.digest())).bytes();
    return ImageIndex.parse("Index", index).manifests().stream()
        .map(entry -> entry.digest().toString())
        .toList();
  }
}
