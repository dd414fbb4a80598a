package dev.referrers.bundle.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program that ran to its end.
 *
 * @param output what it printed, or its errors where it failed
 */
record Command(int exitCode, String output) {

  private static final long SECONDS = 120;

  /** A script of {@code .ci/peers}. A missing one fails the test, it is never skipped. */
  static String script(String name) {
    @Nullable String scripts = System.getProperty("referrers.peers");
    if (scripts == null) {
      throw new AssertionError(
          "No peers: run ./mvnw verify -Pinterop, or set -Dreferrers.peers to .ci/peers");
    }
    return present(Path.of(scripts, name));
  }

  /** The binary of a client that {@code .ci/peers/install} built. */
  static String client(String name) {
    @Nullable String home = System.getenv("PEERS_HOME");
    return present(
        (home == null
                ? Path.of(System.getProperty("user.home"), ".cache", "oci-peers", "bin")
                : Path.of(home))
            .resolve(name));
  }

  private static String present(Path program) {
    if (!Files.isExecutable(program)) {
      throw new AssertionError("No peer " + program + ": run .ci/peers/install");
    }
    return program.toString();
  }

  /** Runs a program with files for its output, so that a server it leaves behind holds no pipe. */
  static Command run(Path directory, Map<String, String> environment, List<String> words) {
    try {
      Path out = Files.createTempFile(directory, "command", ".out");
      Path err = Files.createTempFile(directory, "command", ".err");
      var builder =
          new ProcessBuilder(words)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(words + " took longer than " + SECONDS + " s");
      }
      int exit = process.exitValue();
      return new Command(exit, Files.readString(exit == 0 ? out : err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(words + " was interrupted", e);
    }
  }

  /**
   * What it printed.
   *
   * @throws AssertionError when it failed
   */
  String success() {
    if (exitCode != 0) {
      throw new AssertionError("Ended with " + exitCode + ": " + output);
    }
    return output;
  }
}
