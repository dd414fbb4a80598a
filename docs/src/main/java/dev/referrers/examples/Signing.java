package dev.referrers.examples;

import dev.referrers.Publication;
import dev.referrers.PublishPolicy;
import dev.referrers.ReferrerPublisher;
import dev.referrers.SubjectTree;
import dev.referrers.attestation.Statement;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.key.KeySigner;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code sign} and {@code attest} have in common: statements, a key, and a layout. */
final class Signing {

  static final String USAGE =
      "--key KEY [--layout bundle|cosign|both] [--recursive] [--attestation-repository REPO]"
          + " [--replace]";

  interface Stating {
    Statement about(Descriptor subject, Repository repository);
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

  /** Signs a statement about each subject and publishes it, printing a line for each. */
  static int run(Arguments arguments, Terminal terminal, Stating stating) throws IOException {
    String ref = arguments.words(1, 1).get(0);
    requireBundle(arguments);
    try (KeySigner signer = FileArguments.signer(arguments.required("--key"))) {
      Site site = Site.of(ref, arguments, terminal);
      Repository images = site.repository();
      ReferrerPublisher publisher =
          BundlePublisher.into(site.attestations(arguments, terminal))
              .policy(arguments.has("--replace") ? PublishPolicy.REPLACE : PublishPolicy.APPEND)
              .build();
      List<Publication> done =
          subjects(site, arguments)
              .publish(publisher, subject -> stating.about(subject, images).sign(signer));
      for (Publication publication : done) {
        terminal.line(Attach.line(publication));
      }
    }
    return Program.SUCCESS;
  }

  private static SubjectTree subjects(Site site, Arguments arguments) throws IOException {
    return arguments.has("--recursive")
        ? SubjectTree.of(site.repository(), site.tagOrDigest())
        : new SubjectTree(List.of(site.resolve()));
  }

  private static void requireBundle(Arguments arguments) {
    String layout = arguments.oneOf("--layout", "bundle", List.of("bundle", "cosign", "both"));
    if (!layout.equals("bundle")) {
      throw new IllegalArgumentException(
          "--layout " + layout + " comes with the cosign layouts, which are not there yet");
    }
  }
}
