package dev.referrers.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referrers.error.CredentialException;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.oci.RepositoryName;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** actions/attest-build-provenance#80: credential helpers unsupported at first. */
@DisabledOnOs(OS.WINDOWS)
class CredentialHelperTest {

  @TempDir private Path bin;

  @Test
  void passesTheHostAndReadsTheAnswer() throws IOException {
    program(
        "pass",
        "read host; echo \"{\\\"ServerURL\\\":\\\"x\\\",\\\"Username\\\":\\\"$1\\\","
            + "\\\"Secret\\\":\\\"$host\\\"}\"");

    assertThat(helper("pass").get("registry.example:5000"))
        .isEqualTo(new Credential.Basic("get", "registry.example:5000", "docker-credential-pass"));
    assertThat(helper("pass").get("docker.io"))
        .isEqualTo(
            new Credential.Basic("get", "https://index.docker.io/v1/", "docker-credential-pass"));
  }

  @Test
  void userTokenMeansIdentityToken() throws IOException {
    program("acr", "echo '{\"Username\":\"<token>\",\"Secret\":\"refresh\"}'");

    assertThat(helper("acr").get("registry.example"))
        .isEqualTo(new Credential.IdentityToken("refresh", "docker-credential-acr"));
  }

  @Test
  void notFoundIsNoneAndOtherFailuresAreErrors() throws IOException {
    program("none", "echo 'credentials not found in native keychain'; exit 1");
    program("bad", "echo 's3cret keychain is locked'; exit 3");

    assertThat(helper("none").get("registry.example")).isNull();
    assertThatThrownBy(() -> helper("bad").get("registry.example"))
        .isInstanceOf(CredentialException.class)
        .hasMessage("Credentials from docker-credential-bad: the program ended with exit code 3");
  }

  @Test
  void oddAnswerIsNotQuoted() throws IOException {
    program("odd", "echo s3cret");

    assertThatThrownBy(() -> helper("odd").get("registry.example"))
        .hasMessage(
            "Credentials from docker-credential-odd: the program answered something other than the"
                + " JSON of a credential")
        .hasNoCause();
  }

  @Test
  void answerHasALimit() throws IOException {
    program("big", "yes s3cret");

    assertThatThrownBy(() -> helper("big").get("registry.example"))
        .hasMessage("Credentials from docker-credential-big: talking to the program failed")
        .hasRootCauseMessage("more than 65536 bytes of output");
  }

  @Test
  void missingProgramIsNamed() {
    assertThatThrownBy(() -> helper("gone").get("registry.example"))
        .isInstanceOf(CredentialException.class)
        .hasMessage(
            "Credentials from docker-credential-gone: there is no such program on the PATH (the"
                + " auth file asks for it)");
  }

  @Test
  void looksInAbsoluteDirectoriesOnly() throws IOException {
    program("pass", "echo '{\"Username\":\"a\",\"Secret\":\"b\"}'");
    Path relative = Path.of("").toAbsolutePath().relativize(bin);

    assertThatThrownBy(() -> helper("pass", relative + "::").get("registry.example"))
        .hasMessageContaining("no such program");
    assertThat(helper("pass", relative + "::" + bin).get("registry.example")).isNotNull();
  }

  @Test
  void hangingProgramIsEndedWithItsChildren() throws IOException {
    Path mark = bin.resolve("pid");
    program("slow", "sleep 60 & echo $! > " + mark + "; wait");

    assertThatThrownBy(
            () ->
                new CredentialHelper("slow", environment(bin.toString()), Duration.ofSeconds(1))
                    .get("registry.example"))
        .hasMessage(
            "Credentials from docker-credential-slow: the program did not end within 1000 ms");
    long child = Long.parseLong(Files.readString(mark).strip());
    assertThat(endsSoon(child)).isTrue();
  }

  /** A killed process may be seen for a moment more. */
  private static boolean endsSoon(long pid) throws IOException {
    for (int i = 0; i < 250; i++) {
      if (ProcessHandle.of(pid).filter(CredentialHelperTest::isRunning).isEmpty()) {
        return true;
      }
      Time.SYSTEM.sleep(20_000_000);
    }
    return false;
  }

  @Test
  void interruptEndsTheProgram() throws IOException {
    program("slow", "sleep 60");

    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> helper("slow").get("registry.example"))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void helperOfTheHostGoesBeforeTheStoreAndBothBeforeTheFile() throws IOException {
    program("host", "echo '{\"Username\":\"host\",\"Secret\":\"x\"}'");
    program(
        "store",
        "read host; [ $host = bare.example ] && echo 'credentials not found in native keychain'"
            + " && exit 1; echo '{\"Username\":\"store\",\"Secret\":\"x\"}'");
    String entry = ":{\"username\":\"file\",\"password\":\"x\"}";
    Files.writeString(
        bin.resolve("config.json"),
        "{\"credsStore\":\"store\",\"credHelpers\":{\"a.example\":\"host\",\"c.example\":\"\"},"
            + "\"auths\":{\"a.example\""
            + entry
            + ",\"bare.example\""
            + entry
            + ",\"c.example\""
            + entry
            + "}}");

    assertThat(user("a.example")).isEqualTo("host");
    assertThat(user("b.example")).isEqualTo("store");
    assertThat(user("bare.example")).isEqualTo("file");
    assertThat(user("c.example")).isEqualTo("file");
  }

  private @Nullable String user(String registry) throws IOException {
    Credential found =
        new AuthFileCredentials(bin.resolve("config.json"), environment(bin.toString()))
            .find(registry, RepositoryName.parse("acme/api"));
    return found instanceof Credential.Basic basic ? basic.username() : null;
  }

  private CredentialHelper helper(String name) {
    return helper(name, bin.toString());
  }

  private CredentialHelper helper(String name, String path) {
    return new CredentialHelper(name, environment(path));
  }

  private Environment environment(String path) {
    return new Environment(Map.of("PATH", path), bin);
  }

  private void program(String name, String script) throws IOException {
    Path file = bin.resolve("docker-credential-" + name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static boolean isRunning(ProcessHandle process) {
    return process.isAlive()
        && process.info().command().filter(c -> c.contains("sleep")).isPresent();
  }
}
