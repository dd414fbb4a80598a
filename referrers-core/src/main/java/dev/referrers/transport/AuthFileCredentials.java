package dev.referrers.transport;

import dev.referrers.error.CredentialException;
import dev.referrers.oci.RepositoryName;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Credentials from a Docker or Podman auth file, which is read at each call: a helper program named
 * for the host, else one for all hosts, else what the file holds.
 */
final class AuthFileCredentials implements Credentials {

  private final Path path;
  private final Environment environment;

  AuthFileCredentials(Path path, Environment environment) {
    this.path = path;
    this.environment = environment;
  }

  @Override
  public @Nullable Credential find(String registry, RepositoryName repository) throws IOException {
    String source = environment.display(path);
    AuthFile file = AuthFile.read(path, source);
    if (file == null) {
      return null;
    }
    String name = file.helper(registry);
    Credential kept = name == null ? null : helper(name, source).get(registry);
    return kept == null ? file.credential(registry, repository) : kept;
  }

  private CredentialHelper helper(String name, String source) throws CredentialException {
    try {
      return new CredentialHelper(name, environment);
    } catch (IllegalArgumentException e) {
      throw new CredentialException(source, String.valueOf(e.getMessage()), null, null);
    }
  }
}
