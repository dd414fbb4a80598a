package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Eight processes append to one {@code .att} tag at once: every layer is there. */
@Timeout(180)
class ManyAttestersInterop {

  @TempDir Path data;
  @TempDir Path errors;

  @Test
  void everyAcknowledgedLayerIsThere() throws Exception {
    try (Peer peer = Peer.start("distribution", data)) {
      Repository repository = peer.repository("acme/api");
      Descriptor image = Images.push(repository, "1.0");

      ManyProcesses.Result result =
          new ManyProcesses(AttestMany.class, 8, 10, 2, 400, errors)
              .publish(peer.host(), "acme/api", image);

      assertThat(result.errors()).isEmpty();
      String tag = "sha256-" + image.digest().encoded() + ".att";
      var manifest = (ImageManifest) repository.require(tag).manifest();
      assertThat(manifest.layers())
          .extracting(layer -> layer.digest().toString())
          .containsExactlyInAnyOrderElementsOf(result.acknowledged())
          .hasSize(80);
    }
  }
}
