package dev.referrers.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a main class of the tests in a JVM with a small heap. */
final class ChildJvm {

  private ChildJvm() {}

  /**
   * Runs it to its end.
   *
   * @param heap such as {@code 64m}
   * @return what it printed
   * @throws AssertionError with what it wrote to stderr, unless it exits with 0
   */
  static String run(Path directory, String heap, Class<?> main, String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    line.addAll(List.of(arguments));
    return Command.run(directory, Map.of(), line).output().strip();
  }
}
