package dev.referrers.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.referrers.Registry;
import dev.referrers.Verification;
import dev.referrers.attestation.Expectation;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.attestation.Subject;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.key.KeyVerifier;
import dev.referrers.key.PublicKeys;
import dev.referrers.repository.Repository;
import dev.referrers.testing.FakeRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The builds in {@code docs/examples}, with the library from the folder that {@code
 * examples.repository} names; docs/examples/README.md says how it gets there. Not run with the
 * other tests: they start Maven and Gradle.
 */
class ExampleBuilds {

  private static final Path EXAMPLES = Path.of("examples").toAbsolutePath();
  private static final Path WORK = Path.of("target", "example-builds").toAbsolutePath();
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final long MINUTES = 8;

  private final FakeRegistry registry = FakeRegistry.start();

  @TempDir private Path folder;
  private KeyFile key;

  @BeforeEach
  void createKey() throws IOException {
    Files.createDirectories(WORK);
    key = KeyFile.create(folder, "key");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void goalOfAMavenPluginAttestsWhatJibPushed() throws Exception {
    maven(
        "maven-plugin,maven-build",
        "-Dimage.repository=" + registry.host() + "/acme/api",
        "-Dregistry.plainHttp=true",
        "-DsendCredentialsOverHttp=true",
        "-Dkey=" + key.privateKey());

    assertThat(isAttested("1")).isTrue();
  }

  @Test
  void taskOfAGradleBuildAttestsAnImage() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "gradle"))),
        "no gradle on the PATH");
    registry.repository("acme/api").pushImage("1.4.0");

    run(
        "gradle",
        "--no-daemon",
        "--console=plain",
        "--gradle-user-home=" + WORK.resolve("gradle"),
        "--project-dir=" + EXAMPLES.resolve("gradle-build"),
        "-Pimage=" + registry.host() + "/acme/api:1.4.0",
        "-PplainHttp",
        "-Pkey=" + key.privateKey(),
        "attest");

    assertThat(isAttested("1.4.0")).isTrue();
  }

  @Test
  void modulesAreEnoughForAnApplication() throws Exception {
    maven("module-path");
    Path target = EXAMPLES.resolve("module-path/target");

    String output =
        run(
            JAVA.toString(),
            "--module-path=" + target.resolve("modules") + ":" + target.resolve("classes"),
            "--add-modules=ALL-MODULE-PATH",
            "--module=com.example.app/com.example.Main");

    assertThat(output).contains("module com.example.app: signed true");
  }

  private boolean isAttested(String tag) throws IOException {
    Repository api =
        Registry.at(registry.host()).allowPlainHttp(registry.host()).build().repository("acme/api");
    KeyVerifier ours =
        KeyVerifier.of(PublicKeys.parsePem(Files.readString(Path.of(key.publicKey()))));
    return Verification.of(StoredBundles.in(api), ours)
        .verify(
            Subject.of(api.resolve(tag).digest()),
            Expectation.attestation(PredicateTypes.SLSA_PROVENANCE_V1))
        .holds();
  }

  /** Keeps the snapshots of the library out of the local repository of whoever runs it. */
  private static void maven(String projects, String... options) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                EXAMPLES.resolve("../../mvnw").normalize().toString(),
                "-B",
                "-ntp",
                "--file=" + EXAMPLES.resolve("pom.xml"),
                "--global-settings=" + EXAMPLES.resolve("settings.xml"),
                "-Dmaven.repo.local=" + WORK.resolve("m2"),
                "-Dmaven.repo.local.tail=" + property("localRepository"),
                "--projects=" + projects));
    words.addAll(List.of(options));
    words.add("clean");
    words.add("verify");
    run(words.toArray(String[]::new));
  }

  private static String run(String... words) throws Exception {
    Path output = Files.createTempFile(WORK, "build", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("REFERRERS_REPOSITORY", property("examples.repository"));
    Process process = builder.start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended && process.exitValue() == 0)
        .as("%s: %s", words[0], Files.readString(output))
        .isTrue();
    return Files.readString(output);
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name);
  }
}
