package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciLayoutTest {

  @TempDir Path temporary;

  @Test
  void publishesAndFindsAReferrer() throws IOException {
    Repository layout = OciLayout.create(temporary.resolve("layout"));
    Descriptor image = image(layout, "1.0");

    Publication done = ReferrerPublisher.into(layout).build().publish(image, sbom());

    Repository again = OciLayout.open(temporary.resolve("layout"));
    assertThat(Referrers.in(again).of(image.digest()).toList())
        .extracting(each -> each.descriptor().digest())
        .containsExactly(done.manifest().digest());
    assertThat(again.tags(null).tags())
        .containsExactly("1.0", "sha256-" + image.digest().encoded());
    assertThat(files(temporary.resolve("layout")))
        .containsExactly("blobs", "index.json", "index.json.lock", "oci-layout");
  }

  @Test
  void opensNoDirectoryThatIsNoLayout() throws IOException {
    Files.createDirectory(temporary.resolve("other"));

    assertThatThrownBy(() -> OciLayout.open(temporary.resolve("other")))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("File oci-layout is not in oci:" + temporary.toRealPath().resolve("other"));
    assertThatThrownBy(() -> OciLayout.open(temporary.resolve("missing")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void opensNoLayoutOfAnotherVersion() throws IOException {
    OciLayout.create(temporary);
    OciLayout.open(temporary);
    Files.writeString(temporary.resolve("oci-layout"), "{\"imageLayoutVersion\":\"2.0.0\"}");

    assertThatThrownBy(() -> OciLayout.open(temporary))
        .isInstanceOf(MalformedContentException.class)
        .hasMessage(
            "File %s: expected 1.0.0 but was \"2.0.0\" at $.imageLayoutVersion",
            temporary.toRealPath().resolve("oci-layout"));
  }

  private static Descriptor image(Repository repository, String tag) throws IOException {
    repository.pushBlob(Blob.EMPTY_JSON);
    var image =
        ImageManifest.builder(Descriptor.EMPTY_JSON)
            .artifactType("application/x.image")
            .addLayer(Descriptor.EMPTY_JSON)
            .build();
    repository.pushTag(tag, image, Precondition.ABSENT);
    return image.descriptor();
  }

  private static Attestation sbom() {
    return Attestation.of(
        Artifact.of("text/x-sbom", Blob.of("text/x-sbom", ByteString.encodeUtf8("parts"))));
  }

  private static List<String> files(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
