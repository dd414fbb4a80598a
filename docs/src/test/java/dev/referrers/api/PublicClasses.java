package dev.referrers.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The classes of a compiled module that callers can see. */
final class PublicClasses {

  private PublicClasses() {}

  /**
   * In the order of their names.
   *
   * @param root folder of class files, which are on the class path too
   * @param under folder below it, for a part
   */
  static List<Class<?>> in(Path root, String under) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(under))) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.matches("dev/referrers/.*\\.class"))
          .filter(file -> !file.contains("/internal/") && !file.endsWith("package-info.class"))
          .filter(file -> !file.contains("/testing/conformance/")) // not in the jar
          .sorted()
          .<Class<?>>map(PublicClasses::load)
          .filter(TypeLines::isVisible)
          .toList();
    }
  }

  private static Class<?> load(String file) {
    String name = file.replace(".class", "").replace('/', '.');
    try {
      return Class.forName(name, false, PublicClasses.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
