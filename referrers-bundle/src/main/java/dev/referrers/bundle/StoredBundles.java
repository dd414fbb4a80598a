package dev.referrers.bundle;

import dev.referrers.AttestationQuery;
import dev.referrers.AttestationReader;
import dev.referrers.Candidate;
import dev.referrers.Referrer;
import dev.referrers.Referrers;
import dev.referrers.ReferrersQuery;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/**
 * Finds sigstore bundles among referrers: those of cosign, of GitHub's attestations, of Tekton
 * Chains and of {@link BundlePublisher}. Immutable and thread-safe.
 */
public final class StoredBundles implements AttestationReader {

  static final ReferrersQuery QUERY =
      ReferrersQuery.ALL.withArtifactTypePrefix("application/vnd.dev.sigstore.bundle");

  private final Repository repository;

  private StoredBundles(Repository repository) {
    this.repository = repository;
  }

  /**
   * A reader.
   *
   * @param repository where the bundles are; the images they are about may be in another one
   */
  public static StoredBundles in(Repository repository) {
    return new StoredBundles(repository);
  }

  /** {@inheritDoc} */
  @Override
  public Stream<Candidate> stream(Digest subject, AttestationQuery query) {
    var referrers = query.checked() ? ReferrersQuery.ALL.withChecks() : QUERY;
    if (query.newest() > 0) {
      referrers = referrers.sortedByNewest();
    }
    Stream<Candidate> found =
        Referrers.in(repository).of(subject, referrers).stream()
            .map(referrer -> new StoredBundle(repository, referrer))
            .filter(bundle -> keepsUninterrupted(bundle, query))
            .map(Candidate.class::cast);
    return query.newest() > 0 ? found.limit(query.newest()) : found;
  }

  /**
   * Whether a referrer that was found in another way holds a bundle that is looked for, {@link
   * AttestationQuery#newest} apart; true where it can't be read to decide.
   *
   * @param referrer of the same repository
   * @throws InterruptedIOException when the thread was interrupted while it was read
   */
  public boolean keeps(Referrer referrer, AttestationQuery query) throws InterruptedIOException {
    String type = referrer.descriptor().artifactType();
    if (!query.checked() && (type == null || !SigstoreBundle.isBundle(type))) {
      return false;
    }
    return keeps(new StoredBundle(repository, referrer), query);
  }

  private boolean keepsUninterrupted(StoredBundle bundle, AttestationQuery query) {
    try {
      return keeps(bundle, query);
    } catch (InterruptedIOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean keeps(StoredBundle bundle, AttestationQuery query) throws InterruptedIOException {
    try {
      if (query.checked()) {
        return isBundle(bundle) && keepsContent(bundle, query);
      }
      Boolean told = BundleAnnotations.tell(bundle.descriptor().annotations(), query);
      return told == null ? keepsContent(bundle, query) : told;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return true; // whoever asks for the attestation is told
    }
  }

  private static boolean keepsContent(StoredBundle bundle, AttestationQuery query)
      throws IOException {
    return query.keeps(bundle.attestation().content());
  }

  /** By the manifest, whatever type it has; by its type, whatever is in it. */
  private boolean isBundle(StoredBundle bundle) throws IOException {
    String type = bundle.descriptor().artifactType();
    return (type != null && SigstoreBundle.isBundle(type))
        || StoredBundle.layer(repository.fetch(bundle.descriptor())) != null;
  }
}
