package dev.referrers.examples;

import dev.referrers.AttestationQuery;
import dev.referrers.Attestations;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.bundle.SigstoreBundle;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The type of predicate that is asked for: of an attestation also where cosign left its annotation
 * out or wrote a wrong one, of anything else what its annotation says.
 */
final class WantedPredicate {

  private static final String ANNOTATION = "dev.sigstore.bundle.predicateType";

  private final String type;
  private final Repository repository;
  private final Set<Digest> attestations = new HashSet<>();

  /**
   * @param type a URI, a name as {@code attest} takes it, or other text as it is
   */
  private WantedPredicate(String type, Repository repository) {
    this.type = type;
    this.repository = repository;
  }

  /** Looks the attestations up that are of the type of the command line; null for any type. */
  static @Nullable WantedPredicate of(
      Arguments arguments, Digest subject, Attestations view, Repository repository)
      throws IOException {
    @Nullable String type = arguments.value("--predicate-type");
    if (type == null) {
      return null;
    }
    var wanted = new WantedPredicate(uri(type), repository);
    var query = new AttestationQuery(wanted.type, AttestationQuery.Kind.ANY, 0, false);
    view.list(subject, query).forEach(each -> wanted.attestations.add(each.entry().digest()));
    return wanted;
  }

  /**
   * Whether it is one of those, or is no attestation and says so.
   *
   * @param entry the manifest, or the layer of it that is meant
   */
  boolean isOf(Descriptor manifest, Descriptor entry) throws IOException {
    if (attestations.contains(entry.digest())) {
      return true;
    }
    @Nullable String artifactType = manifest.artifactType();
    if (!entry.digest().equals(manifest.digest())
        || (artifactType != null && SigstoreBundle.isBundle(artifactType))) {
      return false;
    }
    Annotations listed = manifest.annotations();
    Annotations own = listed.isEmpty() ? repository.fetch(manifest).annotations() : listed;
    return type.equals(own.get(ANNOTATION));
  }

  private static String uri(String type) {
    try {
      return PredicateTypes.of(type);
    } catch (IllegalArgumentException e) {
      return type;
    }
  }
}
