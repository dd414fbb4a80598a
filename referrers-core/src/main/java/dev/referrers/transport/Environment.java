package dev.referrers.transport;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables and the home directory that decide which files and programs are used. */
record Environment(Map<String, String> variables, Path home) {

  static Environment system() {
    return new Environment(System.getenv(), Path.of(System.getProperty("user.home", "")));
  }

  /** The value, or null when the variable is unset or empty. */
  @Nullable String variable(String name) {
    String value = variables.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** The path as people write it, with {@code ~} for the home directory. */
  String display(Path path) {
    return path.startsWith(home) && !path.equals(home)
        ? "~/" + home.relativize(path)
        : path.toString();
  }
}
