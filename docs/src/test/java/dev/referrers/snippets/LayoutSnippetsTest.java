package dev.referrers.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.MemoryRepository;
import dev.referrers.OciLayout;
import dev.referrers.ReferrerPublisher;
import dev.referrers.Referrers;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutSnippetsTest {

  @TempDir private Path folder;

  @Test
  void layout() throws IOException {
    Path directory = folder.resolve("layout");
    push(OciLayout.create(directory));
    Path file = Files.writeString(folder.resolve("sbom.spdx.json"), "{}");

    // region layouts-publish
    Repository layout = OciLayout.open(directory);
    Descriptor image = layout.resolve("1.4.0");
    Artifact sbom = Artifact.of("application/spdx+json", Blob.of("application/spdx+json", file));
    ReferrerPublisher.into(layout).build().publish(image, Attestation.of(sbom));
    // endregion

    assertThat(Referrers.in(layout).of(image.digest()).toList()).hasSize(1);
  }

  @Test
  void memory() throws IOException {
    // region layouts-memory
    Repository repository = MemoryRepository.holding(64L << 20); // bytes
    repository.pushBlob(Blob.EMPTY_JSON);
    // endregion

    assertThat(repository.hasBlob(Descriptor.EMPTY_JSON.digest())).isTrue();
  }

  private static void push(Repository repository) throws IOException {
    Blob layer = Blob.of("application/x.layer", ByteString.encodeUtf8("layer"));
    repository.pushBlob(layer);
    var image = ImageManifest.builder(layer.descriptor()).addLayer(layer.descriptor()).build();
    repository.pushTag("1.4.0", image, Precondition.NONE);
  }
}
