package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.AttestationQuery;
import dev.referrers.Candidate;
import dev.referrers.MemoryRepository;
import dev.referrers.OciLayout;
import dev.referrers.Source;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** cosign's tags are found wherever a repository is kept. */
class CosignTagsInLayoutsTest {

  @Test
  void onDisk(@TempDir Path directory) throws IOException {
    findsASignature(OciLayout.create(directory));
  }

  @Test
  void inMemory() throws IOException {
    findsASignature(MemoryRepository.holding(1 << 20));
  }

  private static void findsASignature(Repository repository) throws IOException {
    Descriptor image = push(repository, "1.0", blob(repository, "layer"));
    String tag = "sha256-" + image.digest().encoded() + ".sig";
    assertThat(CosignTags.in(repository).list(image.digest(), AttestationQuery.ALL)).isEmpty();
    Descriptor signature =
        blob(repository, "{\"critical\":{}}")
            .withMediaType("application/vnd.dev.cosign.simplesigning.v1+json")
            .withAnnotations(Annotations.of("dev.cosignproject.cosign/signature", "c2ln"));
    Descriptor signatures = push(repository, tag, signature);

    List<Candidate> found = CosignTags.in(repository).list(image.digest(), AttestationQuery.ALL);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).descriptor().digest()).isEqualTo(signatures.digest());
    assertThat(found.get(0).origins()).containsExactly(Source.COSIGN_TAG);
  }

  private static Descriptor push(Repository repository, String tag, Descriptor layer)
      throws IOException {
    Descriptor config = blob(repository, "{}").withMediaType(MediaTypes.IMAGE_CONFIG);
    Manifest manifest = ImageManifest.builder(config).addLayer(layer).build();
    repository.pushTag(tag, manifest, Precondition.ABSENT);
    return manifest.descriptor();
  }

  private static Descriptor blob(Repository repository, String content) throws IOException {
    Blob blob = Blob.of(MediaTypes.IMAGE_LAYER_TAR, ByteString.encodeUtf8(content));
    repository.pushBlob(blob);
    return blob.descriptor();
  }
}
