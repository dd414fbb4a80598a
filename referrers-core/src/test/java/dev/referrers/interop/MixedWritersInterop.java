package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Publication;
import dev.referrers.Referrer;
import dev.referrers.ReferrerPublisher;
import dev.referrers.Referrers;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okio.BufferedSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** We, oras and regctl write beside one image in turn: each finds everybody's, and can read it. */
@ParameterizedClass
@ValueSource(strings = {"olareg", "cue", "ggcr-referrers", "distribution", "olareg-noreferrers"})
class MixedWritersInterop {

  private final String kind;
  private final Path home;
  private final Peer peer;
  private final Repository repository;
  private final Descriptor image;

  MixedWritersInterop(String kind, @TempDir Path directory, @TempDir Path home) throws IOException {
    this.kind = kind;
    this.home = home;
    Files.writeString(home.resolve("report.txt"), "fine");
    this.peer = Peer.start(kind, directory);
    this.repository = peer.repository("acme/api");
    this.image = Images.push(repository, "1.0");
  }

  @AfterEach
  void stop() {
    peer.close();
  }

  @Test
  void nobodyLosesWhatAnotherAttached() throws IOException {
    publish("1");
    orasAttach("2");
    publish("3");
    regctlPut("4");
    publish("5");

    List<Referrer> found = find();

    assertThat(found)
        .extracting(each -> each.descriptor().annotations().get(Sbom.KEY))
        .containsExactlyInAnyOrder("1", "2", "3", "4", "5");
    assertThat(regctl().run("artifact", "list", reference(), "--format", "{{json .}}"))
        .contains(digests(found));
    if (!kind.equals("olareg-noreferrers")) { // oras takes its 405 for an error
      assertThat(Client.oras(home).run("discover", reference(), "--format", "json"))
          .contains(digests(found));
    }
  }

  @Test
  void orasReadsTheFileThatWePublish() throws IOException {
    Publication done = publish("1");

    String file = peer.host() + "/acme/api@" + file(done.manifest()).digest();

    assertThat(Client.oras(home).run("blob", "fetch", "--output", "-", file))
        .isEqualTo("{\"revision\":\"1\"}");
  }

  @Test
  void weReadTheFileThatOrasAttached() throws IOException {
    orasAttach("1");

    Descriptor attached = find().get(0).descriptor();

    try (BufferedSource file = repository.openBlob(file(attached))) {
      assertThat(file.readUtf8()).isEqualTo("fine");
    }
  }

  private Publication publish(String revision) throws IOException {
    return ReferrerPublisher.into(repository).build().publish(image, Sbom.of(Sbom.SPDX, revision));
  }

  private void orasAttach(String revision) {
    String note = Sbom.KEY + "=" + revision;
    Client.oras(home)
        .run("attach", reference(), "report.txt", "--artifact-type", "a/b", "--annotation", note);
  }

  private void regctlPut(String revision) {
    String note = Sbom.KEY + "=" + revision;
    regctl()
        .run(
            "artifact",
            "put",
            "--subject",
            reference(),
            "--file",
            "report.txt",
            "--artifact-type",
            "a/b",
            "--annotation",
            note);
  }

  private Client regctl() {
    return Client.regctl(home, peer);
  }

  private String reference() {
    return peer.host() + "/acme/api:1.0";
  }

  private Descriptor file(Descriptor manifest) throws IOException {
    return ((ImageManifest) repository.fetch(manifest)).layers().get(0);
  }

  private List<Referrer> find() throws IOException {
    return Referrers.in(peer.repository("acme/api")).of(image.digest()).toList();
  }

  private static String[] digests(List<Referrer> found) {
    return found.stream().map(each -> each.descriptor().digest().toString()).toArray(String[]::new);
  }
}
