package dev.referrers;

import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;

/**
 * Finds the referrers of images in one repository. Immutable and thread-safe.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers">
 *     distribution-spec, Listing Referrers</a>
 */
public final class Referrers {

  private final Repository repository;

  private Referrers(Repository repository) {
    this.repository = repository;
  }

  public static Referrers in(Repository repository) {
    return new Referrers(repository);
  }

  /** All referrers of the manifest with this digest, which need not be in the repository. */
  public Discovery of(Digest subject) {
    return of(subject, ReferrersQuery.ALL);
  }

  /**
   * The referrers of one artifactType.
   *
   * @param artifactType media type to keep, compared exactly
   */
  public Discovery of(Digest subject, String artifactType) {
    return of(subject, ReferrersQuery.ALL.withArtifactType(artifactType));
  }

  /** Nothing is asked before a method of the answer is called. */
  public Discovery of(Digest subject, ReferrersQuery query) {
    return new Search(repository, subject, query);
  }
}
