package dev.referrers.examples;

import dev.referrers.Registry;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Reference;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The repository that a reference names, with the credentials that the command line says. */
record Site(Reference reference, Repository repository) {

  static final String USAGE = "[--plain-http] [--user NAME --password-stdin]";

  static final Map<String, Boolean> OPTIONS =
      Map.of("--plain-http", false, "--user", true, "--password-stdin", false);

  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]+)?");

  static Site of(String text, Arguments arguments, Terminal terminal) throws IOException {
    if (text.startsWith("oci:")) {
      throw new IllegalArgumentException("OCI layouts on disk are not supported yet: " + text);
    }
    Reference reference = Reference.parse(text);
    Registry.Builder registry =
        Registry.at(reference.registry())
            .credentials(credentials(reference.registry(), arguments, terminal));
    if (arguments.has("--plain-http")) {
      requireLoopback(reference.registry());
      registry.allowPlainHttp(reference.registry());
    }
    return new Site(reference, registry.build().repository(reference.repository().value()));
  }

  /** Whether there is neither tag nor digest; a parsed reference has the tag "latest" then. */
  static boolean isBare(String text) {
    String last = text.substring(text.lastIndexOf('/') + 1);
    return last.indexOf(':') < 0 && last.indexOf('@') < 0;
  }

  /** The manifest that the reference names. */
  Descriptor resolve() throws IOException {
    return repository.resolve(reference.tagOrDigest());
  }

  /** Elsewhere whoever listens on the way would read the credentials. */
  private static void requireLoopback(String registry) {
    if (!LOOPBACK.matcher(registry).matches()) {
      throw new IllegalArgumentException(
          "--plain-http is for loopback registries, not " + registry);
    }
  }

  private static Credentials credentials(String registry, Arguments arguments, Terminal terminal)
      throws IOException {
    @Nullable String user = arguments.value("--user");
    if (user == null && arguments.has("--password-stdin")) {
      throw new IllegalArgumentException("--password-stdin needs --user");
    }
    if (user == null) {
      return Credentials.defaults();
    }
    if (!arguments.has("--password-stdin")) {
      throw new IllegalArgumentException("--user needs --password-stdin");
    }
    String password = new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
    // the end of the line is the shell's, as docker login has it
    return Credentials.basic(registry, user, password.replaceFirst("\\R$", ""));
  }
}
