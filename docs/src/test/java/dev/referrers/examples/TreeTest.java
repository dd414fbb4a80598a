package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Route;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TreeTest {

  private static final String SPDX = "application/spdx+json";

  private final FakeRegistry registry = FakeRegistry.start();
  private final FakeRepository stored = registry.repository("acme/api");
  private final Descriptor image = stored.pushImage("v1");

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void printsALineForEach_andDrawsThem() {
    Descriptor index = stored.pushIndex("multi", List.of(image));
    Descriptor sbom = stored.addReferrer(image, SPDX, Annotations.of("k", "v"));

    Run run = tree("multi");

    assertThat(run.code()).isZero();
    assertThat(run.lines()).hasSize(3);
    assertThat(run.lines().get(1))
        .contains("\"link\":\"child\"", "\"parent\":\"" + index.digest() + "\"");
    assertThat(run.lines().get(2))
        .isEqualTo(
            ("{\"digest\":\"%s\",\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                    + "\"artifactType\":\"%s\",\"size\":%d,\"annotations\":{\"k\":\"v\"},"
                    + "\"platform\":null,\"link\":\"referrer\",\"parent\":\"%s\",\"tag\":null,"
                    + "\"origins\":[\"api\"]}")
                .formatted(sbom.digest(), SPDX, sbom.size(), image.digest()));
    assertThat(run.diagnostics()).contains("└── " + image.digest(), "    └── " + sbom.digest());
  }

  @Test
  void looksUnderCosignTagsWhenAsked() {
    stored.pushImage("sha256-" + image.digest().encoded() + ".sig");

    assertThat(tree("v1").lines()).hasSize(1);
    assertThat(tree("v1", "--cosign-tags").lines())
        .hasSize(2)
        .last()
        .asString()
        .contains(".sig\"", "\"origins\":[\"cosign\"]");
  }

  @Test
  void aTreeWithAHoleIsAnError() {
    registry.fault(Route.REFERRERS, Run.failing(403));

    assertThat(tree("v1").code()).isEqualTo(2);
  }

  private Run tree(String tag, String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "tree";
    args[1] = registry.host() + "/acme/api:" + tag;
    args[2] = "--plain-http";
    System.arraycopy(more, 0, args, 3, more.length);
    return Run.of(args);
  }
}
