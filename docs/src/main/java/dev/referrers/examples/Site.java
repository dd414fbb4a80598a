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

/** The registry that a reference names, with the credentials that the command line says. */
record Site(Reference reference, Registry registry) {

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
    return new Site(reference, registry.build());
  }

  /** Where attestations are: beside the image, unless another repository is named. */
  Repository attestations(Arguments arguments, Terminal terminal) throws IOException {
    @Nullable String other = arguments.value("--attestation-repository");
    if (other == null) {
      return repository();
    }
    if (!isBare(other)) {
      throw new IllegalArgumentException(
          "--attestation-repository needs a repository without tag and digest but has " + other);
    }
    Reference named = Reference.parse(other);
    if (named.registry().equals(reference.registry())) {
      return registry.repository(named.repository().value());
    }
    if (arguments.has("--user")) {
      throw new IllegalArgumentException("--user is for one registry, but there are two");
    }
    return Site.of(other, arguments, terminal).repository();
  }

  /** Whether there is neither tag nor digest; a parsed reference has the tag "latest" then. */
  static boolean isBare(String text) {
    String last = text.substring(text.lastIndexOf('/') + 1);
    return last.indexOf(':') < 0 && last.indexOf('@') < 0;
  }

  Repository repository() {
    return registry.repository(reference.repository().value());
  }

  /** The manifest that the reference names. */
  Descriptor resolve() throws IOException {
    return repository().resolve(reference.tagOrDigest());
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
