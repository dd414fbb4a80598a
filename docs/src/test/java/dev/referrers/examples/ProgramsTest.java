package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.testing.Auth;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import dev.referrers.testing.FakeRepository;
import dev.referrers.testing.Fault;
import dev.referrers.testing.Route;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramsTest {

  private static final String SPDX = "application/spdx+json";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @Test
  void quickstartToursBothKindsOfRegistries() {
    assertThat(run("quickstart")).isZero();

    assertThat(lines()).hasSize(10).allMatch(line -> line.startsWith("{\"step\":"));
    assertThat(lines().get(1)).contains("\"listedBy\":\"api\",\"evidence\":\"seen\"");
    assertThat(lines().get(6)).contains("\"listedBy\":\"tag\",\"evidence\":\"seen\"");
    assertThat(lines().get(9)).contains(SPDX).doesNotContain("cyclonedx");
  }

  @Test
  void quickstartToursARegistryOfYours() {
    try (var registry = FakeRegistry.start()) {
      assertThat(run("quickstart", registry.host() + "/acme/api:v9", "--plain-http")).isZero();

      assertThat(lines()).hasSize(5);
      assertThat(registry.repository("acme/api").tags()).containsExactly("v9");
    }
  }

  @Test
  void discoverPrintsALineForEach() {
    try (var registry = FakeRegistry.start()) {
      FakeRepository stored = registry.repository("acme/api");
      Descriptor image = stored.pushImage("v1");
      Descriptor sbom = stored.addReferrer(image, SPDX, Annotations.of("k", "v"));
      stored.addReferrer(sbom, "application/x-signature", Annotations.NONE);

      assertThat(run("discover", registry.host() + "/acme/api:v1", "--plain-http")).isZero();

      assertThat(lines())
          .containsExactly(
              ("{\"digest\":\"%s\",\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                      + "\"artifactType\":\"%s\",\"size\":%d,\"annotations\":{\"k\":\"v\"},"
                      + "\"origins\":[\"api\"]}")
                  .formatted(sbom.digest(), SPDX, sbom.size()));
    }
  }

  @Test
  void discoverGoesDownToWhatIsWanted() {
    try (var registry = FakeRegistry.start()) {
      FakeRepository stored = registry.repository("acme/api");
      Descriptor sbom = stored.addReferrer(stored.pushImage("v1"), SPDX, Annotations.NONE);
      stored.addReferrer(sbom, "application/x-signature", Annotations.NONE);
      String ref = registry.host() + "/acme/api:v1";
      String type = "application/x-signature";

      assertThat(run("discover", ref, "--plain-http", "--artifact-type", type)).isOne();
      assertThat(run("discover", ref, "--plain-http", "--artifact-type", type, "--recursive"))
          .isZero();
      assertThat(lines()).hasSize(1);
    }
  }

  @Test
  void nothingFoundIsANegativeAnswer() {
    try (var registry = FakeRegistry.start()) {
      registry.repository("acme/api").pushImage("v1");

      assertThat(run("discover", registry.host() + "/acme/api:v1", "--plain-http")).isOne();
      assertThat(lines()).isEmpty();
    }
  }

  @Test
  void allSourcesAreMoreThanCanBeLookedAtYet() {
    try (var registry = FakeRegistry.start()) {
      FakeRepository stored = registry.repository("acme/api");
      Descriptor image = stored.pushImage("v1");
      String ref = registry.host() + "/acme/api:v1";

      assertThat(run("discover", ref, "--plain-http", "--source", "all")).isEqualTo(2);
      stored.addReferrer(image, SPDX, Annotations.NONE);
      assertThat(run("discover", ref, "--plain-http", "--source", "all")).isZero();

      assertThat(lines()).hasSize(1);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("not looked at yet: cosign tags");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 500})
  void aFailureIsAnErrorAndNoNegativeAnswer(int status) {
    try (var registry = FakeRegistry.start()) {
      registry.repository("acme/api").pushImage("v1");
      registry.fault(Route.HEAD_MANIFEST, Fault.status(status).always());

      assertThat(run("discover", registry.host() + "/acme/api:v1", "--plain-http")).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("discover: ");
    }
  }

  @Test
  void attachPrintsTheReceipt() throws IOException {
    Path file = Files.writeString(folder.resolve("sbom.json"), "{}");
    try (var registry = FakeRegistry.start(Behaviour.specified().withoutReferrersApi())) {
      Descriptor image = registry.repository("acme/api").pushImage("v1");
      String ref = registry.host() + "/acme/api:v1";

      assertThat(
              run(
                  "attach",
                  ref,
                  file.toString(),
                  "--artifact-type",
                  SPDX,
                  "--annotation",
                  "a=b=c",
                  "--plain-http"))
          .isZero();

      assertThat(lines().get(0))
          .startsWith("{\"manifest\":\"sha256:")
          .endsWith(
              ("\"subject\":\"%s\",\"layout\":\"referrer\",\"listedBy\":\"tag\","
                      + "\"evidence\":\"seen\",\"warnings\":[]}")
                  .formatted(image.digest()));
      run("discover", ref, "--plain-http");
      assertThat(lines().get(1)).contains("\"a\":\"b=c\"").contains("\"origins\":[\"tag\"]");
    }
  }

  @Test
  void attachInApiModeFailsWhereThereIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("sbom.json"), "{}");
    try (var registry = FakeRegistry.start(Behaviour.specified().withoutReferrersApi())) {
      registry.repository("acme/api").pushImage("v1");
      String ref = registry.host() + "/acme/api:v1";

      assertThat(
              run(
                  "attach",
                  ref,
                  file.toString(),
                  "--artifact-type",
                  SPDX,
                  "--mode",
                  "api",
                  "--plain-http"))
          .isEqualTo(2);
      assertThat(registry.count(Route.PUT_MANIFEST)).isZero();
    }
  }

  @Test
  void theDoctorTellsEachCapabilityAndWhatItAsks() {
    try (var registry = FakeRegistry.start()) {
      registry.repository("acme/api").pushImage("v1");
      String repository = registry.host() + "/acme/api";

      assertThat(run("doctor", repository, "--plain-http")).isZero();

      assertThat(lines().get(0))
          .startsWith("{\"capability\":\"referrers_api\",\"verdict\":\"yes\",\"evidence\":");
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("/v2/acme/api/referrers/");
      assertThat(registry.count(Route.PUT_MANIFEST)).isZero();
      assertThat(run("doctor", repository, "--plain-http", "--write")).isZero();
      assertThat(registry.repository("acme/api").tags()).containsExactly("v1");
    }
  }

  @Test
  void readsThePasswordFromStandardInput() {
    Behaviour behaviour = Behaviour.specified().withAuth(Auth.basic("tester", "secret"));
    try (var registry = FakeRegistry.start(behaviour)) {
      registry.repository("acme/api").pushImage("v1");
      String ref = registry.host() + "/acme/api:v1";

      assertThat(
              runWith(
                  "secret\n",
                  "discover",
                  ref,
                  "--plain-http",
                  "--user",
                  "tester",
                  "--password-stdin"))
          .isOne();
      assertThat(
              runWith(
                  "wrong\n",
                  "discover",
                  ref,
                  "--plain-http",
                  "--user",
                  "tester",
                  "--password-stdin"))
          .isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("wrong");
    }
  }

  /** What Go's HTTP servers, and so most registries, answer to TLS on a plain port. */
  @Test
  void plainHttpIsSpokenOnlyWhenAskedFor() throws Exception {
    List<Byte> first = new CopyOnWriteArrayList<>();
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var answering = new Thread(() -> answerInPlainText(server, first));
      answering.setDaemon(true);
      answering.start();

      String ref = "127.0.0.1:" + server.getLocalPort() + "/acme/api:v1";
      assertThat(run("discover", ref)).isEqualTo(2);
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Registry.Builder.allowPlainHttp");
    assertThat(first).isNotEmpty().containsOnly((byte) 0x16); // a TLS handshake, each time
  }

  private static void answerInPlainText(ServerSocket server, List<Byte> first) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          first.add((byte) socket.getInputStream().read());
          String answer = "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request.\n";
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // closed at the end of the test
    }
  }

  @Test
  void outputThatGetsLostIsAnError() {
    var full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    assertThat(runInto(full)).isEqualTo(2);
    assertThat(runInto(out)).isZero();
  }

  @Test
  void anUnexpectedFailureIsNoNegativeAnswer() {
    var broken =
        new OutputStream() {
          @Override
          public void write(int value) {
            throw new IllegalStateException("broken");
          }
        };

    assertThat(runInto(broken)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("discover: unexpected");
  }

  private int runInto(OutputStream target) {
    try (var registry = FakeRegistry.start()) {
      FakeRepository stored = registry.repository("acme/api");
      stored.addReferrer(stored.pushImage("v1"), SPDX, Annotations.NONE);
      return Main.run(
          List.of("discover", registry.host() + "/acme/api:v1", "--plain-http"),
          new ByteArrayInputStream(new byte[0]),
          new PrintStream(target, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8));
    }
  }

  @Test
  void helpIsNoError() {
    assertThat(run("--help")).isZero();
    assertThat(run("discover", "--help")).isZero();

    assertThat(lines()).contains("exit code: 0 success, 1 nothing found, 2 error");
  }

  @Test
  void saysWhatIsWrongWithTheArguments() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("discover", "registry.example/a", "--colour")).isEqualTo(2);
    assertThat(run("discover")).isEqualTo(2);
    assertThat(run("discover", "registry.example/a", "--source")).isEqualTo(2);
    assertThat(run("discover", "registry.example/a", "--source", "cosign")).isEqualTo(2);
    assertThat(run("discover", "registry.example/a", "--source", "--recursive")).isEqualTo(2);
    assertThat(run("discover", "registry.example/a", "--password-stdin")).isEqualTo(2);
    assertThat(run("discover", "oci:folder")).isEqualTo(2);
    assertThat(run("discover", "registry.example/a", "--plain-http")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("discover: unknown option --colour")
        .contains("discover: needs 1 arguments but has 0")
        .contains("discover: option --source needs a value")
        .contains("discover: --password-stdin needs --user")
        .contains("discover: cosign tags are not supported yet")
        .contains("discover: --plain-http is for loopback registries, not registry.example")
        .contains("discover: OCI layouts on disk are not supported yet: oci:folder");
    assertThat(lines()).isEmpty();
  }

  private int run(String... args) {
    return runWith("", args);
  }

  private int runWith(String input, String... args) {
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return Main.run(
        List.of(args),
        in,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private List<String> lines() {
    return new ArrayList<>(out.toString(StandardCharsets.UTF_8).lines().toList());
  }
}
