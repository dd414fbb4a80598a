package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referrers.testing.Auth;
import dev.referrers.testing.Behaviour;
import dev.referrers.testing.FakeRegistry;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

  private static final String REF = "registry.example/a";

  @Test
  void readsThePasswordFromStandardInput() {
    Behaviour behaviour = Behaviour.specified().withAuth(Auth.basic("tester", "secret "));
    try (var registry = FakeRegistry.start(behaviour)) {
      registry.repository("acme/api").pushImage("v1");
      String ref = registry.host() + "/acme/api:v1";
      String[] args = {"discover", ref, "--plain-http", "--user", "tester", "--password-stdin"};

      assertThat(Run.withInput("secret \n", args).code()).isOne();
      Run denied = Run.withInput("wrong\n", args);
      assertThat(denied.code()).isEqualTo(2);
      assertThat(denied.diagnostics()).contains("401").doesNotContain("wrong");
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

      Run run = Run.of("discover", "127.0.0.1:" + server.getLocalPort() + "/acme/api:v1");
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.diagnostics()).contains("Registry.Builder.allowPlainHttp");
    }
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--colour                        | unknown option --colour",
        "-x                              | unknown option -x",
        "--password=secret               | unknown option --password",
        "other                           | needs 1 arguments but has 2",
        "--artifact-type                 | option --artifact-type needs a value",
        "--predicate-type --recursive    | option --predicate-type needs a value",
        "--user me                       | --user needs --password-stdin",
        "--password-stdin                | --password-stdin needs --user",
        "--plain-http                    | --plain-http is for loopback registries, not registry.example",
        "--predicate-type caf\uFFFD      | argument caf\uFFFD is no text in this locale; try LC_ALL=C.UTF-8"
      })
  void saysWhatIsWrongWithTheArguments(String more, String message) {
    Run run = Run.of(("discover " + REF + " " + more).split(" +"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.lines()).isEmpty();
    assertThat(run.diagnostics()).startsWith("discover: " + message + "\nusage: discover REF");
  }

  @Test
  void namesThePrograms() {
    for (Run run : List.of(Run.of(), Run.of("unknown"))) {
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.diagnostics())
          .startsWith("usage:\n  attach REF FILE --artifact-type T")
          .contains("\n  discover REF", "\n  doctor REPO", "\n  quickstart [REF]")
          .endsWith("\nexit code: 0 success, 1 nothing found or not verified, 2 error\n");
    }
  }

  @Test
  void helpIsNoError() {
    for (Run run : List.of(Run.of("--help"), Run.of("discover", "--help"))) {
      assertThat(run.code()).isZero();
      assertThat(run.lines())
          .contains("and for all: [--plain-http] [--user NAME --password-stdin]");
    }
  }

  @Test
  void theGuideShowsTheSameUsage() throws IOException {
    String guide = Files.readString(Path.of("guide/programs.md"));

    assertThat(Run.of().diagnostics().lines().filter(line -> line.startsWith("  ")))
        .hasSize(12)
        .allMatch(line -> guide.contains("\n" + line.strip() + "\n"));
  }

  @Test
  void outputThatIsLostIsAnError() {
    var err = new ByteArrayOutputStream();
    int code =
        Main.run(
            List.of("quickstart"),
            InputStream.nullInputStream(),
            new PrintStream(new FullDisk(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));

    assertThat(code).isEqualTo(2);
    assertThat(err).hasToString("quickstart: standard output takes no more\n");
  }

  /** The JVM exits with 1 after an exception, which would be a negative answer. */
  @Test
  void aBugIsAnError() {
    var err = new ByteArrayOutputStream();
    var in =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public byte[] readAllBytes() {
            throw new IllegalStateException("bug");
          }
        };
    var args = List.of("discover", REF, "--user", "me", "--password-stdin");
    var printing = new PrintStream(err, true, StandardCharsets.UTF_8);

    assertThat(Main.run(args, in, printing, printing)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("discover: unexpected java.lang.IllegalStateException: bug");
  }

  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }
}
