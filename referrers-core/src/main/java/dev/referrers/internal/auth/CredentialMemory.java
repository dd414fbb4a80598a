package dev.referrers.internal.auth;

import dev.referrers.oci.RepositoryName;
import dev.referrers.transport.Credential;
import dev.referrers.transport.Credentials;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for the credentials of a repository once, and again when they were rejected. */
final class CredentialMemory {

  private final String registry;
  private final Credentials credentials;
  private final Recent<RepositoryName, Optional<Credential>> known = new Recent<>();
  private final SingleFlight<RepositoryName, Optional<Credential>> lookups = new SingleFlight<>();
  private volatile @Nullable String lastSource;

  CredentialMemory(String registry, Credentials credentials) {
    this.registry = registry;
    this.credentials = credentials;
  }

  @Nullable Credential find(RepositoryName repository, long deadlineNanos) throws IOException {
    Optional<Credential> found = known.get(repository);
    if (found == null) {
      found = lookups.run(repository, deadlineNanos, () -> lookUp(repository));
    }
    lastSource = found.map(Credential::source).orElse(null);
    return found.orElse(null);
  }

  /** Another credential than the rejected one, or null: a file or a program may know a newer. */
  @Nullable Credential replace(RepositoryName repository, Credential rejected, long deadlineNanos)
      throws IOException {
    known.remove(repository, Optional.of(rejected));
    Credential found = find(repository, deadlineNanos);
    return rejected.equals(found) ? null : found;
  }

  /** Keeps the refresh token that a server has put in place of another. */
  void remember(RepositoryName repository, Credential credential) {
    known.put(repository, Optional.of(credential));
  }

  @Nullable String lastSource() {
    return lastSource;
  }

  private Optional<Credential> lookUp(RepositoryName repository) throws IOException {
    Optional<Credential> found = known.get(repository);
    if (found == null) {
      found = Optional.ofNullable(credentials.find(registry, repository));
      known.put(repository, found);
    }
    return found;
  }
}
