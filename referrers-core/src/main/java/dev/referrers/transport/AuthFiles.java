package dev.referrers.transport;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where Docker and Podman keep their auth files. */
final class AuthFiles {

  private final Environment environment;

  AuthFiles(Environment environment) {
    this.environment = environment;
  }

  /** {@code $DOCKER_CONFIG/config.json}, or the one under the home directory. */
  Credentials docker() {
    String directory = environment.variable("DOCKER_CONFIG");
    Path parent = directory == null ? environment.home().resolve(".docker") : Path.of(directory);
    return at(parent.resolve("config.json"));
  }

  /** {@code $REGISTRY_AUTH_FILE} alone when it is set, else the login's file, then the user's. */
  Credentials podman() {
    Credentials named = podmanNamed();
    if (named != null) {
      return named;
    }
    String config = environment.variable("XDG_CONFIG_HOME");
    Credentials user =
        containers(config == null ? environment.home().resolve(".config") : Path.of(config));
    String runtime = environment.variable("XDG_RUNTIME_DIR");
    return runtime == null ? user : Credentials.firstOf(containers(Path.of(runtime)), user);
  }

  /** A file that somebody named for this run goes before Docker's, Podman's usual ones after. */
  Credentials all() {
    Credentials named = podmanNamed();
    return named == null
        ? Credentials.firstOf(docker(), podman())
        : Credentials.firstOf(named, docker());
  }

  private @Nullable Credentials podmanNamed() {
    String file = environment.variable("REGISTRY_AUTH_FILE");
    return file == null ? null : at(Path.of(file));
  }

  private Credentials containers(Path parent) {
    return at(parent.resolve("containers").resolve("auth.json"));
  }

  private Credentials at(Path path) {
    return new AuthFileCredentials(path, environment);
  }
}
