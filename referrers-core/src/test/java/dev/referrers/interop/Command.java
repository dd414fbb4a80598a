package dev.referrers.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that ran to its end. */
record Command(List<String> words, int exitCode, String stdout, String stderr) {

  private static final long SECONDS = 180;

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
      return new Command(words, process.exitValue(), Files.readString(out), Files.readString(err));
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
  String output() {
    if (exitCode != 0) {
      throw new AssertionError(words + " ended with " + exitCode + ": " + stderr);
    }
    return stdout;
  }
}
