package dev.referrers.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.AttestationQuery;
import dev.referrers.Candidate;
import dev.referrers.MemoryRepository;
import dev.referrers.OciLayout;
import dev.referrers.Publication;
import dev.referrers.Source;
import dev.referrers.TagPublisher;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** cosign's tags are written and found wherever a repository is kept. */
class CosignTagsInLayoutsTest {

  @Test
  void onDisk(@TempDir Path directory) throws IOException {
    findsWhatIsPublished(OciLayout.create(directory));
  }

  @Test
  void inMemory() throws IOException {
    findsWhatIsPublished(MemoryRepository.holding(1 << 20));
  }

  private static void findsWhatIsPublished(Repository repository) throws IOException {
    Descriptor image = image(repository);
    CosignTags tags = CosignTags.in(repository);
    assertThat(tags.list(image.digest(), AttestationQuery.ALL)).isEmpty();
    TagPublisher publisher = CosignPublisher.into(repository).build();

    Publication done = publisher.publish(image, sbom());

    List<Candidate> found = tags.list(image.digest(), AttestationQuery.ALL);
    assertThat(done.warnings()).isEmpty();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).descriptor().digest()).isEqualTo(done.manifest().digest());
    assertThat(found.get(0).origins()).containsExactly(Source.COSIGN_TAG);
  }

  private static Descriptor image(Repository repository) throws IOException {
    repository.pushBlob(Blob.EMPTY_JSON);
    Manifest image =
        ImageManifest.builder(Descriptor.EMPTY_JSON)
            .artifactType("application/x.image")
            .addLayer(Descriptor.EMPTY_JSON)
            .build();
    repository.pushTag("1.0", image, Precondition.ABSENT);
    return image.descriptor();
  }

  private static Attestation sbom() {
    Blob file = Blob.of("text/spdx+json", ByteString.encodeUtf8("{}"));
    return Attestation.of(Artifact.of("text/spdx+json", file));
  }
}
