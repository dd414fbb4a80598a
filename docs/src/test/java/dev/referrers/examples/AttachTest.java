package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.Descriptor;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachTest {

  private final FakeRegistry registry = FakeRegistry.start();
  private final FakeRepository stored = registry.repository("acme/api");
  private final Descriptor image = stored.pushImage("v1");
  private final String ref = registry.host() + "/acme/api:v1";

  @TempDir private Path folder;
  private String file = "";

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("sbom.json"), "{}").toString();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void printsTheReceipt() {
    registry.behave(Behaviour::withoutReferrersApi);

    Run run = attach("--annotation", "a=b=c", "--annotation", "d=é");

    assertThat(run.code()).isZero();
    assertThat(run.lines().get(0))
        .startsWith("{\"manifest\":\"sha256:")
        .endsWith(
            ("\"subject\":\"%s\",\"layout\":\"referrer\",\"listedBy\":\"tag\","
                    + "\"evidence\":\"seen\",\"warnings\":[]}")
                .formatted(image.digest()));
    assertThat(Run.of("discover", ref, "--plain-http").lines().get(0))
        .contains("\"a\":\"b=c\"")
        .contains("\"d\":\"é\"")
        .contains("\"origins\":[\"tag\"]");
  }

  @Test
  void theEvidenceIsAPromiseUnlessConfirmed() {
    attach(); // the first publication to a repository is looked up in any case

    int listed = registry.count(Route.REFERRERS);
    Run confirmed = attach("--confirm");

    assertThat(confirmed.lines().get(0)).contains("\"listedBy\":\"api\",\"evidence\":\"seen\"");
    assertThat(registry.count(Route.REFERRERS)).isGreaterThan(listed);
  }

  @Test
  void apiModeFailsWhereThereIsNone() {
    registry.behave(Behaviour::withoutReferrersApi);

    assertThat(attach("--mode", "api").code()).isEqualTo(2);
    assertThat(registry.count(Route.PUT_MANIFEST)).isZero();
  }

  @Test
  void tagModeWritesTheTagWhereverItIs() {
    Run run = attach("--mode", "tag");

    assertThat(run.code()).isZero();
    assertThat(run.lines().get(0)).contains("\"listedBy\":\"tag\"");
    assertThat(stored.tags()).contains(image.digest().toString().replace(':', '-'));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 500})
  void aRefusalIsAnError(int status) {
    registry.fault(Route.PUT_MANIFEST, Run.failing(status));

    Run run = attach();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.lines()).isEmpty();
    assertThat(run.diagnostics()).startsWith("attach: ").contains(String.valueOf(status));
  }

  @Test
  void anImageThatIsNotThereIsAnError() {
    Run run = Run.of("attach", ref + "0", file, "--artifact-type", "a/b", "--plain-http");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.diagnostics()).startsWith("attach: Manifest v10 is not in ");
  }

  @Test
  void argumentsAreCheckedBeforeAnythingIsAsked() {
    assertThat(Run.of("attach", ref, file).diagnostics())
        .startsWith("attach: needs --artifact-type\nusage: attach REF FILE");
    assertThat(Run.of("attach", ref, file + "x", "--artifact-type", "a/b").diagnostics())
        .startsWith("attach: there is no file " + file + "x");
    assertThat(attach("--annotation", "=v").diagnostics())
        .startsWith("attach: --annotation needs the form k=v but has =v");
    assertThat(attach("--mode", "both").diagnostics())
        .startsWith("attach: option --mode needs one of auto, api, tag but has both");
    assertThat(registry.requests()).isEmpty();
  }

  private Run attach(String... options) {
    var args = new ArrayList<>(List.of("attach", ref, file, "--plain-http"));
    args.addAll(List.of("--artifact-type", "application/spdx+json"));
    args.addAll(List.of(options));
    return Run.of(args.toArray(String[]::new));
  }
}
