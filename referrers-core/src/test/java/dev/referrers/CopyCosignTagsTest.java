package dev.referrers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.NotFoundException;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.ErrorBody;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CopyCosignTagsTest {

  private final CopyFixture fixture = new CopyFixture(Behaviour.specified());

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void areCopiedForEveryManifest() throws IOException {
    Descriptor index = fixture.stored.pushIndex("multi", List.of(fixture.image));
    push(fixture.stored, index, ".sig", "1");
    push(fixture.stored, fixture.image, ".att", "2");
    Descriptor sbom = push(fixture.stored, fixture.image, ".sbom", "3");
    push(fixture.stored, sbom, ".sig", "4");

    CopyReport report = copy("multi");

    assertThat(fixture.copied.tags())
        .containsExactlyInAnyOrder(
            "multi",
            tag(index, ".sig"),
            tag(fixture.image, ".att"),
            tag(fixture.image, ".sbom"),
            tag(sbom, ".sig"));
    assertThat(report.tags()).hasSize(5).endsWith("multi");
  }

  @Test
  void areLeftOutUnlessAskedFor() throws IOException {
    push(fixture.stored, fixture.image, ".sig", "1");

    fixture.copy("v1");

    assertThat(fixture.copied.tags()).containsExactly("v1");
  }

  @Test
  void growWithTheSource() throws IOException {
    push(fixture.stored, fixture.image, ".sig", "1");
    copy("v1");
    Descriptor grown = push(fixture.stored, fixture.image, ".sig", "1", "2");

    copy("v1");

    assertThat(at(".sig")).isEqualTo(grown.digest());
  }

  @Test
  void loseNothingThatTheTargetHas() throws IOException {
    push(fixture.stored, fixture.image, ".sig", "1");
    Descriptor theirs = push(fixture.copied, fixture.image, ".sig", "2");

    CopyReport report = copy("v1");

    String tag = tag(fixture.image, ".sig");
    assertThat(at(".sig")).isEqualTo(theirs.digest());
    assertThat(report.tags()).containsExactly("v1");
    assertThat(report.warnings())
        .containsExactly(
            "Cosign tag " + tag + " of the target holds what the source's lacks, so it stays");
    assertThat(fixture.builder().query(all()).build().plan("v1").warnings())
        .isEqualTo(report.warnings());
  }

  @Test
  void areNotOverwrittenWhereA404IsInDoubt() throws IOException {
    push(fixture.stored, fixture.image, ".sig", "1");
    Descriptor theirs = push(fixture.copied, fixture.image, ".sig", "2");
    String image = fixture.image.digest().toString();
    fixture.to.fault(Route.GET_MANIFEST, path -> path.endsWith(".sig"), Fault.status(404).always());
    fixture.to.fault(Route.HEAD_MANIFEST, path -> path.endsWith(image), Fault.status(404).always());
    fixture.to.fault(Route.GET_MANIFEST, path -> path.endsWith(image), Fault.status(404).always());

    assertThatThrownBy(() -> copy("v1"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("a proxy may have made it up");
    assertThat(at(".sig")).isEqualTo(theirs.digest());
  }

  @Test
  void areCopiedToARegistryThatIsUpThoughIts404sAreBare() throws IOException {
    push(fixture.stored, fixture.image, ".sig", "1");
    fixture.to.behave(is -> is.withErrorBody(ErrorBody.PLAIN));

    assertThat(copy("v1").tags()).containsExactly(tag(fixture.image, ".sig"), "v1");
  }

  private CopyReport copy(String tag) throws IOException {
    return fixture.builder().query(all()).build().copy(tag, tag);
  }

  private static TreeQuery all() {
    return TreeQuery.REFERRERS.withCosignTags();
  }

  private Digest at(String suffix) {
    return fixture.copied.manifest(tag(fixture.image, suffix)).digest();
  }

  private static String tag(Descriptor subject, String suffix) {
    return "sha256-" + subject.digest().encoded() + suffix;
  }

  private static Descriptor push(
      FakeRepository repository, Descriptor subject, String suffix, String... payloads) {
    List<String> layers = new ArrayList<>();
    for (String payload : payloads) {
      Descriptor layer = repository.pushBlob(ByteString.encodeUtf8(payload));
      layers.add(
          "{\"mediaType\":\"text/plain\",\"digest\":\"%s\",\"size\":%d}"
              .formatted(layer.digest(), layer.size()));
    }
    Descriptor config = repository.pushBlob(ByteString.encodeUtf8("{\"n\":" + layers.size() + "}"));
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":%d},\
        "layers":[%s]}"""
            .formatted(
                MediaTypes.IMAGE_MANIFEST,
                MediaTypes.IMAGE_CONFIG,
                config.digest(),
                config.size(),
                String.join(",", layers));
    return repository.pushManifest(
        MediaTypes.IMAGE_MANIFEST, ByteString.encodeUtf8(manifest), tag(subject, suffix));
  }
}
