package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.OciLayout;
import dev.referrers.Publication;
import dev.referrers.ReferrerPublisher;
import dev.referrers.Referrers;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other clients read the layouts that we write, and we read theirs. */
class LayoutInterop {

  @TempDir Path data;
  @TempDir Path home;
  @TempDir Path directory;
  private Repository layout;
  private Descriptor image;

  @BeforeEach
  void create() throws IOException {
    layout = OciLayout.create(directory);
    image = Images.push(layout, "1.0");
  }

  @Test
  void orasAndRegctlListWhatWePublish() throws IOException {
    Publication done = publish("revision-a");

    String oras = oras("discover", "--oci-layout", directory + ":1.0", "--format", "json");
    String regctl =
        regctl("artifact", "list", "ocidir://" + directory + ":1.0", "--format", "{{json .}}");

    String digest = done.manifest().digest().toString();
    assertThat(oras).contains(digest, Sbom.SPDX, "revision-a");
    assertThat(regctl).contains(digest, Sbom.SPDX, "revision-a");
  }

  @Test
  void weListWhatOrasAndRegctlAttach() throws IOException {
    Publication ours = publish("revision-a");
    attachWithOras();
    attachWithRegctl();
    Publication later = publish("revision-b");

    assertThat(listed(layout))
        .hasSize(4)
        .contains(ours.manifest().digest(), later.manifest().digest());
    assertThat(oras("discover", "--oci-layout", directory + ":1.0", "--format", "json"))
        .contains(texts(listed(layout)));
    assertThat(regctl("artifact", "list", "ocidir://" + directory + ":1.0"))
        .contains("text/x-regctl", Sbom.SPDX);
  }

  /** oras finds its own in the index only, so regctl does not see them until we list them. */
  @Test
  void whatOrasAttachesIsListedWithoutATag() throws IOException {
    attachWithOras();

    assertThat(layout.tags(null).tags()).containsExactly("1.0");
    assertThat(listed(layout)).hasSize(1);
  }

  @Test
  void whatWeDeleteIsGoneForOrasAndRegctl() throws IOException {
    Publication first = publish("revision-a");
    Publication second = publish("revision-b");

    layout.deleteManifest(first.manifest().digest());

    String deleted = first.manifest().digest().toString();
    String kept = second.manifest().digest().toString();
    assertThat(oras("discover", "--oci-layout", directory + ":1.0", "--format", "json"))
        .contains(kept)
        .doesNotContain(deleted);
    assertThat(regctl("artifact", "list", "ocidir://" + directory + ":1.0"))
        .contains(kept)
        .doesNotContain(deleted);
  }

  @Test
  void othersCopyOurLayoutToARegistry() throws IOException {
    publish("revision-a");
    try (Peer peer = Peer.start("olareg", data)) {
      String target = peer.host() + "/acme/";

      oras(
          "cp", "-r", "--from-oci-layout", directory + ":1.0", "--to-plain-http", target + "o:1.0");
      Client.regctl(home, peer)
          .run("image", "copy", "--referrers", "ocidir://" + directory + ":1.0", target + "r:1.0");
      Client.crane(home).run("push", "--index", directory.toString(), target + "c:1.0");

      assertThat(listed(peer.repository("acme/o"))).isEqualTo(listed(layout));
      assertThat(listed(peer.repository("acme/r"))).isEqualTo(listed(layout));
      assertThat(listed(peer.repository("acme/c"))).isEqualTo(listed(layout));
    }
  }

  @Test
  void cranePushesAnIndexOfOursAsItIs() throws IOException {
    Path other = home.resolve("layout");
    Repository single = OciLayout.create(other);
    Descriptor child = Images.push(single, "child");
    single.deleteTag("child");
    ImageIndex index = ImageIndex.builder().addManifest(child).build();
    single.pushTag("1.0", index, Precondition.NONE);
    try (Peer peer = Peer.start("olareg", data)) {

      Client.crane(home).run("push", other.toString(), peer.host() + "/acme/c:1.0");

      assertThat(peer.repository("acme/c").resolve("1.0").digest()).isEqualTo(index.digest());
    }
  }

  @Test
  void weReadLayoutsThatOthersCopyFromARegistry() throws IOException {
    try (Peer peer = Peer.start("olareg", data)) {
      Repository source = peer.repository("acme/api");
      Images.push(source, "1.0");
      ReferrerPublisher.into(source).build().publish(image, Sbom.of(Sbom.SPDX, "revision-a"));
      String from = peer.host() + "/acme/api:1.0";
      Path oras = home.resolve("oras");
      Path regctl = home.resolve("regctl");
      Path crane = home.resolve("crane");

      oras("cp", "-r", "--from-plain-http", from, "--to-oci-layout", oras + ":1.0");
      Client.regctl(home, peer)
          .run("image", "copy", "--referrers", from, "ocidir://" + regctl + ":1.0");
      Client.crane(home).run("pull", "--format=oci", "--annotate-ref", from, crane.toString());

      assertThat(listed(OciLayout.open(oras))).isEqualTo(listed(source)).hasSize(1);
      assertThat(listed(OciLayout.open(regctl))).isEqualTo(listed(source));
      for (Path each : List.of(oras, regctl, crane)) {
        assertThat(OciLayout.open(each).resolve("1.0").digest()).isEqualTo(image.digest());
      }
    }
  }

  /** regctl deletes what nothing names when it has written. */
  @Test
  void nothingOfOursFallsToTheCleanUpOfRegctl() throws IOException {
    Publication done = publish("revision-a");
    layout.push(layout.require("1.0").manifest());
    Descriptor newer = Images.push(layout, "2.0");
    layout.pushTag("1.0", layout.require("2.0").manifest(), Precondition.NONE);

    attachWithRegctl("2.0");

    assertThat(layout.fetch(image)).isNotNull();
    assertThat(layout.fetch(newer)).isNotNull();
    assertThat(listed(layout)).containsExactly(done.manifest().digest());
    assertThat(layout.hasBlob(Descriptor.EMPTY_JSON.digest())).isTrue();
  }

  private Publication publish(String revision) throws IOException {
    return ReferrerPublisher.into(layout).build().publish(image, Sbom.of(Sbom.SPDX, revision));
  }

  private void attachWithOras() throws IOException {
    Files.writeString(home.resolve("report.txt"), "fine");
    oras(
        "attach",
        "--oci-layout",
        directory + ":1.0",
        "report.txt",
        "--artifact-type",
        "text/x-oras");
  }

  private void attachWithRegctl() throws IOException {
    attachWithRegctl("1.0");
  }

  private void attachWithRegctl(String tag) throws IOException {
    Path file = Files.writeString(home.resolve("report.txt"), "fine");
    regctl(
        "artifact",
        "put",
        "--subject",
        "ocidir://" + directory + ":" + tag,
        "--file",
        file.toString(),
        "--artifact-type",
        "text/x-regctl");
  }

  private String oras(String... arguments) {
    return Client.bare("oras", home).run(arguments);
  }

  private String regctl(String... arguments) {
    return Client.bare("regctl", home).run(arguments);
  }

  private List<Digest> listed(Repository repository) throws IOException {
    return Referrers.in(repository).of(image.digest()).toList().stream()
        .map(each -> each.descriptor().digest())
        .toList();
  }

  private static List<String> texts(List<Digest> digests) {
    return digests.stream().map(Digest::toString).toList();
  }
}
