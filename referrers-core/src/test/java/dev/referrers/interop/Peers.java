package dev.referrers.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the real registries and clients are. A missing one fails the test, it is never skipped. */
final class Peers {

  private static final String SCRIPTS = "referrers.peers";

  private Peers() {}

  /** A script of {@code .ci/peers} that starts and stops servers. */
  static Path script(String name) {
    @Nullable String scripts = System.getProperty(SCRIPTS);
    if (scripts == null) {
      throw new AssertionError(
          "No peers: run ./mvnw verify -Pinterop, or set -D" + SCRIPTS + " to .ci/peers");
    }
    return present(Path.of(scripts, name));
  }

  /** The binary of a client such as {@code oras}. */
  static Path client(String name) {
    @Nullable String home = System.getenv("PEERS_HOME");
    return present(
        (home == null
                ? Path.of(System.getProperty("user.home"), ".cache", "oci-peers", "bin")
                : Path.of(home))
            .resolve(name));
  }

  private static Path present(Path program) {
    if (!Files.isExecutable(program)) {
      throw new AssertionError("No peer " + program + ": run .ci/peers/install");
    }
    return program;
  }
}
