package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.OciLayout;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Blob;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import dev.referrers.testing.Answer;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs {@code sign} and {@code attest} with {@code --layout}, mostly on an OCI layout,
 * where nobody waits until a tag has settled.
 */
class SignInLayoutsTest {

  private static final String[] BOTH = {"--layout", "both"};

  @TempDir private Path folder;
  private KeyFile key = new KeyFile("", "");
  private String predicate = "";
  private String ref = "";

  @BeforeEach
  void write() throws IOException {
    key = KeyFile.create(folder, "key");
    predicate = Files.writeString(folder.resolve("predicate.json"), "{\"a\":1}").toString();
    Path directory = folder.resolve("images");
    push(OciLayout.create(directory));
    ref = "oci:" + directory + ":v1";
  }

  @Test
  void aSignatureIsInBothLayouts() {
    Run signed = sign(BOTH);

    assertThat(signed.code()).isZero();
    assertThat(signed.lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"layout\":\"bundle\""),
            line ->
                assertThat(line)
                    .contains(
                        "\"layout\":\"cosign\",\"listedBy\":\"cosign\",\"evidence\":\"seen\"",
                        "\"layer\":\"sha256:"));
    assertThat(verify().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("\"verified\":true"))
        .anyMatch(line -> line.contains("\"layout\":\"cosign\",\"layer\":"));
  }

  @Test
  void anAttestationIsInBothLayouts() {
    assertThat(attest(BOTH).lines()).hasSize(2);

    assertThat(verify("--type", "custom").lines())
        .hasSize(2)
        .allMatch(line -> line.contains("\"verified\":true"));
    assertThat(verify().code()).isOne();
    assertThat(found("cosign")).hasSize(1);
  }

  @Test
  void cosignsTagsAloneAreWritten() {
    sign("--layout", "cosign", "--annotation", "by=ci");
    attest("--layout", "cosign");

    assertThat(found("all")).hasSize(2).allMatch(line -> line.contains("\"layout\":\"cosign\""));
    assertThat(verify("--annotation", "by=ci").code()).isZero();
    assertThat(verify("--annotation", "by=me").code()).isOne();
    assertThat(verify("--type", "custom").code()).isZero();
  }

  @Test
  void runningAgainStoresNothing() {
    sign(BOTH);
    attest(BOTH);
    List<String> before = found("all");

    assertThat(sign(BOTH).diagnostics().lines())
        .hasSize(2)
        .allMatch(line -> line.endsWith(" is there already"));
    assertThat(attest(BOTH).lines()).hasSize(2);
    assertThat(found("all")).isEqualTo(before).hasSize(4);
  }

  @Test
  void replacesInBothLayouts() throws IOException {
    attest(BOTH);
    Files.writeString(Path.of(predicate), "{\"a\":2}");

    Run replaced = attest("--layout", "both", "--replace");

    assertThat(replaced.code()).isZero();
    assertThat(replaced.diagnostics()).isEmpty();
    assertThat(found("all")).hasSize(2);
  }

  @Test
  void anIndexAndItsChildrenAreSignedInBoth() throws IOException {
    Repository images = OciLayout.open(folder.resolve("images"));
    var index = ImageIndex.builder().manifests(List.of(images.resolve("v1"))).build();
    images.pushTag("v1", index, Precondition.NONE);

    assertThat(sign("--layout", "both", "--recursive").lines()).hasSize(4);
    assertThat(verify().lines()).hasSize(2);
  }

  @Test
  void whatOneLayoutCannotHoldIsStoredInNone() {
    String type = "https://sigstore.dev/cosign/sign/v1";

    Run attested = run("attest", ref, "--predicate", predicate, "--type", type, "--layout", "both");

    assertThat(attested.code()).isEqualTo(2);
    assertThat(attested.diagnostics())
        .startsWith("attest: Signature under cosign's tags needs to be a SimpleSigning");
    assertThat(found("all")).isEmpty();
  }

  @Test
  void halfASuccessIsToldAndCompletedByRunningAgain() {
    try (var registry = FakeRegistry.start()) {
      FakeRepository stored = registry.repository("acme/api");
      Descriptor image = stored.pushImage("v1");
      ref = registry.host() + "/acme/api:v1";
      var readOnly = Fault.answer(Answer.status(403)).always();
      registry.fault(Route.PUT_MANIFEST, path -> path.endsWith(".sig"), readOnly);

      Run half = sign("--layout", "both", "--plain-http");
      registry.clearFaults();
      Run again = sign("--layout", "both", "--plain-http");

      assertThat(half.code()).isEqualTo(2);
      assertThat(half.lines()).singleElement().asString().contains("\"layout\":\"bundle\"");
      assertThat(half.diagnostics())
          .contains("published in the layout bundle but not in every other: PUT ")
          .endsWith("run it again with the same arguments; what is there is not stored again\n");
      assertThat(again.code()).isZero();
      assertThat(again.lines()).hasSize(2).startsWith(half.lines().get(0));
      assertThat(stored.referrers(image.digest())).hasSize(1);
      assertThat(stored.tags()).contains("sha256-" + image.digest().encoded() + ".sig");
    }
  }

  private Run sign(String... more) {
    return run("sign", ref, more);
  }

  private Run attest(String... more) {
    List<String> words = new ArrayList<>(List.of("--predicate", predicate, "--type", "custom"));
    words.addAll(List.of(more));
    return run("attest", ref, words.toArray(String[]::new));
  }

  private Run run(String program, String reference, String... more) {
    List<String> words = new ArrayList<>(List.of(program, reference, "--key", key.privateKey()));
    words.addAll(List.of(more));
    return Run.of(words.toArray(String[]::new));
  }

  private Run verify(String... more) {
    List<String> words = new ArrayList<>(List.of("verify", ref, "--key", key.publicKey()));
    words.addAll(List.of(more));
    return Run.of(words.toArray(String[]::new));
  }

  private List<String> found(String source) {
    return Run.of("discover", ref, "--source", source).lines();
  }

  private static void push(Repository repository) throws IOException {
    Blob layer = Blob.of("application/x.layer", ByteString.encodeUtf8("layer"));
    repository.pushBlob(layer);
    var image = ImageManifest.builder(layer.descriptor()).addLayer(layer.descriptor()).build();
    repository.pushTag("v1", image, Precondition.NONE);
  }
}
