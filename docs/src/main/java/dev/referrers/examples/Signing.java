package dev.referrers.examples;

import dev.referrers.SubjectTree;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Signer;
import dev.referrers.key.KeySigner;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code sign} and {@code attest} have in common: a key, subjects, and layouts. */
final class Signing {

  static final String USAGE =
      "--key KEY [--layout bundle|cosign|both] [--recursive] [--attestation-repository REPO]"
          + " [--replace]";

  /**
   * What is signed about one subject, as each layout takes it.
   *
   * @param bundle for sigstore bundles
   * @param cosign for cosign's tags
   */
  record Forms(Attestation bundle, Attestation cosign) {}

  interface Stating {
    /**
     * Signs what is to be said about a subject.
     *
     * @param images where the subject is
     */
    Forms sign(Signer signer, Descriptor subject, Repository images) throws IOException;
  }

  private Signing() {}

  static Map<String, Boolean> options(Map<String, Boolean> more) {
    Map<String, Boolean> options = new HashMap<>(more);
    options.put("--key", true);
    options.put("--layout", true);
    options.put("--recursive", false);
    options.put("--attestation-repository", true);
    options.put("--replace", false);
    return options;
  }

  /** Signs about all subjects, then publishes, and prints a line for each in each layout. */
  static int run(Arguments arguments, Terminal terminal, Stating stating) throws IOException {
    String ref = arguments.words(1, 1).get(0);
    SigningLayout layout = SigningLayout.of(arguments);
    try (KeySigner signer = FileArguments.signer(arguments.required("--key"))) {
      Site site = Site.of(ref, arguments, terminal);
      Repository store = site.attestations(arguments, terminal);
      var writer = new LayoutWriter(layout.publishers(arguments, store, signer), terminal);
      Map<Descriptor, List<Attestation>> signed = new LinkedHashMap<>();
      for (Descriptor subject : subjects(site, arguments)) {
        Forms forms = stating.sign(signer, subject, site.repository());
        signed.put(subject, layout.of(forms));
      }
      writer.publish(signed);
    }
    return Program.SUCCESS;
  }

  private static List<Descriptor> subjects(Site site, Arguments arguments) throws IOException {
    return arguments.has("--recursive")
        ? SubjectTree.of(site.repository(), site.tagOrDigest()).subjects()
        : List.of(site.resolve());
  }
}
