package dev.referrers.transport;

import dev.referrers.oci.RepositoryName;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the secret for a registry. A client asks once for each repository, and again when the
 * registry rejects what it was given, so that files and helper programs may change meanwhile.
 *
 * <p>Implementations are thread-safe, and answer for the registries they know only.
 */
@FunctionalInterface
public interface Credentials {

  /**
   * The credential to use, or null when there is none.
   *
   * @param registry host, with a port where the user wrote one; {@code docker.io} for Docker Hub
   * @throws dev.referrers.error.CredentialException when a file or a helper program that should
   *     have the answer is broken
   */
  @Nullable Credential find(String registry, RepositoryName repository) throws IOException;

  /** Has nothing for anybody. */
  static Credentials anonymous() {
    return (registry, repository) -> null;
  }

  /** A user and a password, for this registry only. */
  static Credentials basic(String registry, String username, String password) {
    return only(registry, new Credential.Basic(username, password, "the caller"));
  }

  /** A refresh token, for this registry only. */
  static Credentials identityToken(String registry, String token) {
    return only(registry, new Credential.IdentityToken(token, "the caller"));
  }

  /** A token that the registry takes as it is, for this registry only. */
  static Credentials registryToken(String registry, String token) {
    return only(registry, new Credential.RegistryToken(token, "the caller"));
  }

  private static Credentials only(String registry, Credential credential) {
    return (asked, repository) -> asked.equals(registry) ? credential : null;
  }
}
