package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.Route;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

  private static final String SPDX = "application/spdx+json";

  @Test
  void toursBothKindsOfRegistries() {
    Run run = Run.of("quickstart");

    assertThat(run.code()).isZero();
    assertThat(run.lines()).hasSize(10).allMatch(line -> line.startsWith("{\"step\":"));
    assertThat(run.lines().get(1)).contains("\"listedBy\":\"api\",\"evidence\":\"seen\"");
    assertThat(run.lines().get(6)).contains("\"listedBy\":\"tag\",\"evidence\":\"seen\"");
    assertThat(run.lines().get(9)).contains(SPDX).doesNotContain("cyclonedx");
  }

  @Test
  void toursARegistryOfYours() {
    try (var registry = FakeRegistry.start()) {
      Run run = Run.of("quickstart", registry.host() + "/acme/api:v9", "--plain-http");

      assertThat(run.code()).isZero();
      assertThat(run.lines()).hasSize(5);
      assertThat(registry.repository("acme/api").tags()).containsExactly("v9");
    }
  }

  @Test
  void aSecondTourAttachesNothingAgain() {
    try (var registry = FakeRegistry.start()) {
      String ref = registry.host() + "/acme/api:v9";
      Run first = Run.of("quickstart", ref, "--plain-http");
      Run second = Run.of("quickstart", ref, "--plain-http");

      assertThat(second.code()).isZero();
      assertThat(IntStream.of(0, 3, 4).mapToObj(second.lines()::get))
          .containsExactlyElementsOf(IntStream.of(0, 3, 4).mapToObj(first.lines()::get).toList());
    }
  }

  @Test
  void stopsWhereARegistryFails() {
    try (var registry = FakeRegistry.start()) {
      registry.fault(Route.PUT_MANIFEST, Run.failing(403));
      Run run = Run.of("quickstart", registry.host() + "/acme/api:v9", "--plain-http");

      assertThat(run.code()).isEqualTo(2);
      assertThat(run.lines()).isEmpty();
      assertThat(run.diagnostics()).startsWith("quickstart: PUT ").contains("403");
    }
  }

  @Test
  void toursALayoutOfYours(@TempDir Path folder) {
    String ref = "oci:" + folder.resolve("layout") + ":v9";

    Run run = Run.of("quickstart", ref);
    Run found = Run.of("discover", ref, "--artifact-type", SPDX);

    assertThat(run.code()).isZero();
    assertThat(run.lines()).hasSize(5);
    assertThat(found.code()).isZero();
    assertThat(found.lines()).hasSize(1);
    assertThat(found.lines().get(0)).contains("\"origins\":[\"api\"]");
  }

  @Test
  void findsNoLayoutWhereNoneIs(@TempDir Path folder) {
    Run run = Run.of("discover", "oci:" + folder + ":v9");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.diagnostics()).startsWith("discover: File oci-layout is not in oci:");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void needsATagToPushTo() {
    String digest = "@sha256:" + "0".repeat(64);

    for (String ref :
        List.of("registry.example/a", "registry.example/a" + digest, "oci:a", "oci:a" + digest)) {
      assertThat(Run.of("quickstart", ref).diagnostics())
          .startsWith("quickstart: needs a tag to push to, and no digest: " + ref);
    }
  }
}
