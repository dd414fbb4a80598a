package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopyImageTest {

  private final FakeRegistry from = FakeRegistry.start();
  private final FakeRegistry to = FakeRegistry.start();
  private final FakeRepository stored = from.repository("acme/api");
  private final FakeRepository copied = to.repository("mirror/api");
  private final Descriptor image = stored.pushImage("v1");
  private final Descriptor sbom =
      stored.addReferrer(image, "application/spdx+json", Annotations.NONE);

  @AfterEach
  void close() {
    from.close();
    to.close();
  }

  @Test
  void copiesTheImageAlone() {
    Run run = copy("acme/api:v1", "mirror/api:v2");

    assertThat(run.code()).isZero();
    assertThat(run.lines()).hasSize(1 + 2 + 1);
    assertThat(run.lines().get(3))
        .isEqualTo(
            ("{\"root\":\"%s\",\"tags\":[\"v2\"],"
                    + "\"manifests\":{\"copied\":1,\"mounted\":0,\"present\":0,\"elsewhere\":0,"
                    + "\"bytes\":%d},"
                    + "\"blobs\":{\"copied\":2,\"mounted\":0,\"present\":0,\"elsewhere\":0,"
                    + "\"bytes\":48},\"listings\":[],\"warnings\":[]}")
                .formatted(image.digest(), image.size()));
    assertThat(copied.manifests()).hasSize(1);
    assertThat(copied.tags()).containsExactly("v2");
  }

  @Test
  void takesReferrersAndCosignTagsAlong() {
    String tag = "sha256-" + image.digest().encoded() + ".sig";
    stored.pushImage(tag);

    Run run = copy("acme/api:v1", "mirror/api", "--referrers", "--cosign-tags");

    assertThat(copied.hasManifest(sbom.digest().toString())).isTrue();
    assertThat(copied.tags()).containsExactly(tag, "v1");
    assertThat(run.lines())
        .last()
        .asString()
        .contains("\"listedBy\":\"api\"", "\"evidence\":\"seen\"", "\"referrers\":1");
  }

  @Test
  void aDryRunWritesNothing() {
    Run run = copy("acme/api:v1", "mirror/api", "--referrers", "--dry-run");

    assertThat(run.lines()).hasSize(2 + 3 + 1).first().asString().contains("\"fate\":\"copied\"");
    assertThat(to.count(Route.POST_UPLOAD)).isZero();
    assertThat(copied.tags()).isEmpty();
  }

  @Test
  void aTargetHasNoDigest() {
    Run run = copy("acme/api:v1", "mirror/api@" + image.digest());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.diagnostics()).contains("the target needs no digest");
  }

  private Run copy(String source, String target, String... more) {
    String[] args = new String[more.length + 4];
    args[0] = "copy";
    args[1] = from.host() + "/" + source;
    args[2] = to.host() + "/" + target;
    args[3] = "--plain-http";
    System.arraycopy(more, 0, args, 4, more.length);
    return Run.of(args);
  }
}
