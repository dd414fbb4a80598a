package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.OciLayout;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Precondition;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.Deletion;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeleteTest {

  private static final String SPDX = "application/spdx+json";

  @TempDir Path directory;

  @Test
  void deletesTheManifestAlone() {
    try (var registry = FakeRegistry.start()) {
      FakeRepository stored = registry.repository("acme/api");
      Descriptor image = stored.pushImage("v1");
      Descriptor sbom = stored.addReferrer(image, SPDX, Annotations.NONE);

      Run run = delete(registry, sbom);

      assertThat(run.code()).isZero();
      assertThat(run.lines()).containsExactly(line(sbom, true), "{\"tags\":[],\"warnings\":[]}");
      assertThat(stored.manifests()).hasSize(1);
    }
  }

  @Test
  void deletesAllThatRefersToItOnRequest() {
    try (var registry = FakeRegistry.start()) {
      FakeRepository stored = registry.repository("acme/api");
      Descriptor image = stored.pushImage("v1");
      Descriptor sbom = stored.addReferrer(image, SPDX, Annotations.NONE);

      Run plan = delete(registry, image, "--referrers", "--cosign-tags", "--dry-run");
      assertThat(stored.manifests()).hasSize(2);
      Run run = delete(registry, image, "--referrers", "--cosign-tags");

      assertThat(run.lines()).startsWith(line(sbom, true), line(image, true));
      assertThat(plan.lines()).isEqualTo(run.lines());
      assertThat(stored.manifests()).isEmpty();
    }
  }

  @Test
  void whatIsKeptIsANegativeAnswer() {
    try (var registry = FakeRegistry.start(Behaviour.specified().withDeletion(Deletion.OFF))) {
      Descriptor image = registry.repository("acme/api").pushImage("v1");

      Run run = delete(registry, image);

      assertThat(run.code()).isOne();
      assertThat(run.lines()).first().isEqualTo(line(image, false));
      assertThat(run.lines()).last().asString().contains("is not deleted", "405");
    }
  }

  @Test
  void deletesInALayout() throws IOException {
    ImageIndex index = ImageIndex.builder().build();
    OciLayout.create(directory).pushTag("v1", index, Precondition.NONE);

    Run run = Run.of("delete", "oci:" + directory + "@" + index.digest());

    assertThat(run.code()).isZero();
    assertThat(OciLayout.open(directory).tags(null).tags()).isEmpty();
  }

  @Test
  void needsADigest() {
    Run run = Run.of("delete", "registry.example/acme/api:v1");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.diagnostics()).startsWith("delete: delete needs a digest");
  }

  private static String line(Descriptor manifest, boolean deleted) {
    return "{\"digest\":\"%s\",\"mediaType\":\"%s\",\"size\":%d,\"deleted\":%s}"
        .formatted(manifest.digest(), manifest.mediaType(), manifest.size(), deleted);
  }

  private static Run delete(FakeRegistry registry, Descriptor manifest, String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "delete";
    args[1] = registry.host() + "/acme/api@" + manifest.digest();
    args[2] = "--plain-http";
    System.arraycopy(more, 0, args, 3, more.length);
    return Run.of(args);
  }
}
