package dev.referrers.examples;

import dev.referrers.OciLayout;
import dev.referrers.Registry;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.LayoutReference;
import dev.referrers.oci.Reference;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a reference leads: a repository of a registry, with the credentials that the command line
 * says, or an OCI layout.
 *
 * @param registry null for a layout
 */
record Site(
    Repository repository,
    @Nullable String tag,
    @Nullable Digest digest,
    @Nullable Registry registry) {

  static final String USAGE = "[--plain-http] [--user NAME --password-stdin]";

  static final Map<String, Boolean> OPTIONS =
      Map.of("--plain-http", false, "--user", true, "--password-stdin", false);

  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]+)?");

  /** Opens what is there. */
  static Site of(String text, Arguments arguments, Terminal terminal) throws IOException {
    if (LayoutReference.isOne(text)) {
      var reference = LayoutReference.parse(text);
      return layout(reference, OciLayout.open(reference.directory()));
    }
    return remote(Reference.parse(text), arguments, terminal);
  }

  /** Opens what may still have to be made. */
  static Site toWrite(String text, Arguments arguments, Terminal terminal) throws IOException {
    if (LayoutReference.isOne(text)) {
      var reference = LayoutReference.parse(text);
      return layout(reference, OciLayout.create(reference.directory()));
    }
    return remote(Reference.parse(text), arguments, terminal);
  }

  private static Site layout(LayoutReference reference, Repository layout) {
    return new Site(layout, reference.tag(), reference.digest(), null);
  }

  private static Site remote(Reference reference, Arguments arguments, Terminal terminal)
      throws IOException {
    Registry.Builder builder =
        Registry.at(reference.registry())
            .credentials(credentials(reference.registry(), arguments, terminal));
    if (arguments.has("--plain-http")) {
      requireLoopback(reference.registry());
      builder.allowPlainHttp(reference.registry());
    }
    return in(builder.build(), reference);
  }

  private static Site in(Registry registry, Reference reference) {
    Repository repository = registry.repository(reference.repository().value());
    return new Site(repository, reference.tag(), reference.digest(), registry);
  }

  /** Where attestations are: beside the image, unless another repository is named. */
  Repository attestations(Arguments arguments, Terminal terminal) throws IOException {
    @Nullable String other = arguments.value("--attestation-repository");
    if (other == null) {
      return repository;
    }
    if (!isBare(other)) {
      throw new IllegalArgumentException(
          "--attestation-repository needs a repository without tag and digest but has " + other);
    }
    return other(other, arguments, terminal).repository();
  }

  /** Another place, through the same client when it is in the same registry. */
  Site other(String text, Arguments arguments, Terminal terminal) throws IOException {
    if (LayoutReference.isOne(text)) {
      return Site.of(text, arguments, terminal);
    }
    Reference named = Reference.parse(text);
    if (registry != null && named.registry().equals(registry.host())) {
      return in(registry, named);
    }
    if (registry != null && arguments.has("--user")) {
      throw new IllegalArgumentException("--user is for one registry, but there are two");
    }
    return remote(named, arguments, terminal);
  }

  /** The same, where a layout may still have to be made. */
  Site otherToWrite(String text, Arguments arguments, Terminal terminal) throws IOException {
    return LayoutReference.isOne(text)
        ? Site.toWrite(text, arguments, terminal)
        : other(text, arguments, terminal);
  }

  /** Whether there is neither tag nor digest; a parsed reference has the tag "latest" then. */
  static boolean isBare(String text) {
    String last = lastPart(text);
    return last.indexOf(':') < 0 && last.indexOf('@') < 0;
  }

  static boolean hasDigest(String text) {
    return lastPart(text).indexOf('@') >= 0;
  }

  private static String lastPart(String text) {
    String path = LayoutReference.isOne(text) ? text.substring("oci:".length()) : text;
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The digest if there is one, else the tag. */
  String tagOrDigest() {
    return digest == null ? String.valueOf(tag) : digest.toString();
  }

  /** The manifest that the reference names. */
  Descriptor resolve() throws IOException {
    return repository.resolve(tagOrDigest());
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
