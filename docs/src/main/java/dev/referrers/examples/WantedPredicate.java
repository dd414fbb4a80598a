package dev.referrers.examples;

import dev.referrers.AttestationQuery;
import dev.referrers.Referrer;
import dev.referrers.attestation.PredicateTypes;
import dev.referrers.bundle.SigstoreBundle;
import dev.referrers.bundle.StoredBundles;
import dev.referrers.oci.Annotations;
import dev.referrers.repository.Repository;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The type of predicate that is asked for: of a bundle also where cosign left its annotation out or
 * wrote a wrong one, of anything else what its annotation says.
 */
final class WantedPredicate {

  private static final String ANNOTATION = "dev.sigstore.bundle.predicateType";

  private final @Nullable String type;
  private final Repository repository;

  /**
   * @param type a URI, a name as {@code attest} takes it, or other text as it is; null for any
   */
  WantedPredicate(@Nullable String type, Repository repository) {
    this.type = type == null ? null : uri(type);
    this.repository = repository;
  }

  boolean isOf(Referrer referrer) throws IOException {
    if (type == null) {
      return true;
    }
    String artifactType = referrer.descriptor().artifactType();
    if (artifactType != null && SigstoreBundle.isBundle(artifactType)) {
      var query = new AttestationQuery(type, AttestationQuery.Kind.ANY, 0, false);
      return StoredBundles.in(repository).keeps(referrer, query);
    }
    Annotations listed = referrer.descriptor().annotations();
    Annotations own =
        listed.isEmpty() ? repository.fetch(referrer.descriptor()).annotations() : listed;
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
