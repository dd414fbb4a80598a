package dev.referrers.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.Copy;
import dev.referrers.CopyReport;
import dev.referrers.OciLayout;
import dev.referrers.Registry;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images travel between real registries, and arrive as they were. */
class CopyInterop {

  @TempDir Path data;
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "olareg,distribution,cue",
    "distribution,olareg,distribution",
    "cue,olareg-noreferrers,olareg",
    "ggcr-referrers,distribution,olareg"
  })
  void theViewIsTheSameEverywhere(String first, String second, String third) throws IOException {
    try (Peer a = Peer.start(first, directory("a"));
        Peer b = Peer.start(second, directory("b"));
        Peer c = Peer.start(third, directory("c"))) {
      Repository one = a.repository("acme/api");
      Repository two = b.repository("mirror/api");
      Repository three = c.repository("far/away/api");
      Forest.push(one);

      CopyReport there = copy(one, two);
      copy(two, three);

      assertThat(there.warnings()).isEmpty();
      assertThat(Forest.view(two)).hasSize(10).isEqualTo(Forest.view(one));
      assertThat(Forest.view(three)).isEqualTo(Forest.view(one));
    }
  }

  /** From a registry to disk, to one without the API, and to disk again. */
  @Test
  void theViewIsTheSameInLayouts() throws IOException {
    try (Peer a = Peer.start("olareg", directory("a"));
        Peer b = Peer.start("distribution", directory("b"))) {
      Repository one = a.repository("acme/api");
      Repository first = OciLayout.create(data.resolve("first"));
      Repository other = b.repository("mirror/api");
      Repository second = OciLayout.create(data.resolve("second"));
      Forest.push(one);

      copy(one, first);
      copy(first, other);
      copy(other, second);

      Set<String> view = Forest.view(one);
      assertThat(view).hasSize(10);
      for (Repository each : List.of(first, other, second)) {
        assertThat(Forest.view(each)).isEqualTo(view);
      }
    }
  }

  @Test
  void orasCopiesOnFromTheLayoutThatWeCopiedTo() throws IOException {
    try (Peer a = Peer.start("distribution", directory("a"));
        Peer b = Peer.start("olareg", directory("b"))) {
      Path layout = data.resolve("layout");
      Forest.push(a.repository("acme/api"));
      copy(a.repository("acme/api"), OciLayout.create(layout));

      orasCopy("--from-oci-layout", layout + ":multi", b.host() + "/acme/api:multi");

      assertThat(Forest.view(b.repository("acme/api")))
          .isEqualTo(Forest.view(a.repository("acme/api")));
    }
  }

  @Test
  void weCopyOnFromTheLayoutThatOrasCopiedTo() throws IOException {
    try (Peer a = Peer.start("olareg", directory("a"));
        Peer b = Peer.start("distribution", directory("b"))) {
      Path layout = data.resolve("layout");
      Forest.push(a.repository("acme/api"));
      orasCopy("--to-oci-layout", a.host() + "/acme/api:multi", layout + ":multi");

      copy(OciLayout.open(layout), b.repository("acme/api"));

      assertThat(Forest.view(b.repository("acme/api")))
          .isEqualTo(Forest.view(a.repository("acme/api")));
    }
  }

  @ParameterizedTest
  @CsvSource({"olareg,distribution", "distribution,cue"})
  void cosignVerifiesAtTheTargetWhatItSignedAtTheSource(String from, String to)
      throws IOException, GeneralSecurityException {
    try (Peer a = Peer.start(from, directory("a"));
        Peer b = Peer.start(to, directory("b"))) {
      Descriptor image = Images.push(a.repository("acme/api"), "multi");
      KeyFiles key = KeyFiles.create("p256", home);
      Client cosign = Client.cosign(home);
      for (String format : new String[] {"true", "false"}) {
        cosign.run(
            "sign",
            "--key",
            key.privateKey(cosign),
            "--tlog-upload=false",
            "--use-signing-config=false",
            "--new-bundle-format=" + format,
            a.host() + "/acme/api@" + image.digest());
      }

      CopyReport report = copy(a.repository("acme/api"), b.repository("mirror/api"));

      assertThat(report.tags())
          .containsExactly("sha256-" + image.digest().encoded() + ".sig", "multi");
      for (String format : new String[] {"true", "false"}) {
        cosign.run(
            "verify",
            "--key",
            key.publicKey(),
            "--insecure-ignore-tlog=true",
            "--new-bundle-format=" + format,
            b.host() + "/mirror/api:multi");
      }
    }
  }

  @Test
  void othersCopyOnWhatWeCopied() throws IOException {
    try (Peer a = Peer.start("cue", directory("a"));
        Peer b = Peer.start("distribution", directory("b"));
        Peer c = Peer.start("olareg", directory("c"))) {
      Forest.push(a.repository("acme/api"));
      copy(a.repository("acme/api"), b.repository("acme/api"));

      orasCopy(b.host() + "/acme/api:multi", c.host() + "/acme/api:multi");

      assertThat(Forest.view(c.repository("acme/api")))
          .isEqualTo(Forest.view(a.repository("acme/api")));
    }
  }

  @Test
  void takesFewerRequestsThanOthers() throws IOException {
    try (var from = FakeRegistry.start();
        var to = FakeRegistry.start()) {
      FakeRepository stored = from.repository("acme/api");
      Descriptor image = stored.pushImage("v1");
      for (int number = 0; number < 100; number++) {
        stored.addReferrer(image, Sbom.SPDX, Annotations.of("number", "" + number));
      }
      String source = from.host() + "/acme/api:v1";
      List<Integer> counts = new ArrayList<>();
      List<FakeRegistry> both = List.of(from, to);

      both.forEach(FakeRegistry::resetRequests);
      Copy.between(repository(from, "acme/api"), repository(to, "ours/api"))
          .build()
          .copy("v1", "v1");
      counts.add(from.count(Route.ANY) + to.count(Route.ANY));
      both.forEach(FakeRegistry::resetRequests);
      orasCopy(source, to.host() + "/oras/api:v1");
      counts.add(from.count(Route.ANY) + to.count(Route.ANY));
      both.forEach(FakeRegistry::resetRequests);
      regctlCopy(source, from.host(), to.host());
      counts.add(from.count(Route.ANY) + to.count(Route.ANY));

      // 100 referrers with one and the same payload: the bound of 100 payloads less 2 x 100
      assertThat(counts.get(0)).isEqualTo(511 - 200);
      assertThat(counts.get(1)).isGreaterThan(counts.get(0));
      assertThat(counts.get(2)).isGreaterThan(counts.get(0));
      assertThat(to.repository("regctl/api").referrers(image.digest())).hasSize(100);
      assertThat(to.repository("oras/api").referrers(image.digest())).hasSize(100);
    }
  }

  /** One after the other, for olareg 0.2.2 loses referrers that are pushed side by side. */
  private void orasCopy(String... arguments) {
    List<String> words = new ArrayList<>(List.of("cp", "-r", "--concurrency", "1"));
    words.addAll(List.of(arguments));
    Client.orasBetween(home).run(words.toArray(String[]::new));
  }

  private void regctlCopy(String source, String from, String to) {
    Client regctl = Client.regctl(home, from);
    Client.regctl(home, to);
    regctl.run("image", "copy", "--referrers", "--digest-tags", source, to + "/regctl/api:v1");
  }

  private static CopyReport copy(Repository from, Repository to) throws IOException {
    return Copy.between(from, to)
        .query(Forest.ALL)
        .settle(Duration.ofMillis(300))
        .build()
        .copy("multi", "multi");
  }

  private static Repository repository(FakeRegistry registry, String name) {
    return Registry.at(registry.host()).allowPlainHttp(registry.host()).build().repository(name);
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectories(data.resolve(name));
  }
}
