package dev.referrers.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The classes of a compiled module that callers can see. */
final class PublicClasses {

  /** The tests of the fake registry stand below it, and are in no jar. */
  private static final Pattern NOT_FOR_CALLERS =
      Pattern.compile("/internal/|/testing/conformance/|package-info");

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
          .filter(file -> !NOT_FOR_CALLERS.matcher(file).find())
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
