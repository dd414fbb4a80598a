package dev.referrers.examples;

import dev.referrers.AttestationPublisher;
import dev.referrers.CombinedPublisher;
import dev.referrers.Publication;
import dev.referrers.PublishPolicy;
import dev.referrers.SubjectTree;
import dev.referrers.attestation.Attestation;
import dev.referrers.attestation.Signer;
import dev.referrers.bundle.BundlePublisher;
import dev.referrers.cosign.CosignPublisher;
import dev.referrers.key.KeySigner;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code sign} and {@code attest} have in common: a key, and layouts. */
final class Signing {

  static final String USAGE =
      "--key KEY [--layout bundle|cosign|both] [--recursive] [--attestation-repository REPO]"
          + " [--replace]";

  /** What is signed, in the form that each layout takes. */
  record Forms(Attestation bundle, Attestation tags) {}

  interface Making {
    Forms make(Descriptor subject, Repository repository, Signer signer) throws IOException;
  }

  private interface Publishing {
    Publication publish(Descriptor subject, Forms forms) throws IOException;
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

  /** Signs something about each subject and publishes it, printing a line for each manifest. */
  static int run(Arguments arguments, Terminal terminal, Making making) throws IOException {
    String ref = arguments.words(1, 1).get(0);
    String layout = arguments.oneOf("--layout", "bundle", List.of("bundle", "cosign", "both"));
    try (KeySigner signer = FileArguments.signer(arguments.required("--key"))) {
      Site site = Site.of(ref, arguments, terminal);
      Publishing publishing =
          publishing(
              layout,
              site.attestations(arguments, terminal),
              arguments.has("--replace") ? PublishPolicy.REPLACE : PublishPolicy.APPEND);
      Map<Descriptor, Forms> made = new LinkedHashMap<>(); // all before the first is published
      for (Descriptor subject : subjects(site, arguments)) {
        made.put(subject, making.make(subject, site.repository(), signer));
      }
      for (var each : made.entrySet()) {
        Publication done = publishing.publish(each.getKey(), each.getValue());
        terminal.line(Attach.line(done));
        for (Publication other : done.alongside()) {
          terminal.line(Attach.line(other));
        }
      }
    }
    return Program.SUCCESS;
  }

  private static Publishing publishing(String layout, Repository store, PublishPolicy policy) {
    AttestationPublisher bundles = BundlePublisher.into(store).policy(policy).build();
    AttestationPublisher tags = CosignPublisher.into(store).policy(policy).build();
    return switch (layout) {
      case "bundle" -> (subject, forms) -> bundles.publish(subject, forms.bundle());
      case "cosign" -> (subject, forms) -> tags.publish(subject, forms.tags());
      default ->
          (subject, forms) ->
              CombinedPublisher.of(bundles, tags)
                  .publishForms(subject, List.of(forms.bundle(), forms.tags()));
    };
  }

  private static List<Descriptor> subjects(Site site, Arguments arguments) throws IOException {
    return arguments.has("--recursive")
        ? SubjectTree.of(site.repository(), site.tagOrDigest()).subjects()
        : List.of(site.resolve());
  }
}
