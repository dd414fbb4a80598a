package dev.referrers.transport;

import dev.referrers.oci.RepositoryName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

  /** Docker's: {@code $DOCKER_CONFIG/config.json}, or {@code ~/.docker/config.json}. */
  static Credentials dockerConfig() {
    return new AuthFiles(Environment.system()).docker();
  }

  /**
   * A Docker {@code config.json}, helper programs included. A file that is not there has no
   * credentials.
   */
  static Credentials dockerConfig(Path file) {
    return new AuthFileCredentials(file, Environment.system());
  }

  /**
   * Podman's: {@code $REGISTRY_AUTH_FILE}, or {@code $XDG_RUNTIME_DIR/containers/auth.json} and
   * then {@code ~/.config/containers/auth.json}.
   */
  static Credentials podmanAuth() {
    return new AuthFiles(Environment.system()).podman();
  }

  /**
   * A Podman {@code auth.json}: of the keys that match a repository, such as {@code
   * registry.example/team}, the longest decides. A file that is not there has no credentials.
   */
  static Credentials podmanAuth(Path file) {
    return new AuthFileCredentials(file, Environment.system());
  }

  /** Asks each in turn until one has something. An error of one is not passed over. */
  static Credentials firstOf(Credentials... sources) {
    List<Credentials> all = List.of(sources);
    return (registry, repository) -> {
      for (Credentials source : all) {
        Credential credential = source.find(registry, repository);
        if (credential != null) {
          return credential;
        }
      }
      return null;
    };
  }

  /** Podman's file if {@code $REGISTRY_AUTH_FILE} names one, then Docker's, then Podman's. */
  static Credentials defaults() {
    return new AuthFiles(Environment.system()).all();
  }

  private static Credentials only(String registry, Credential credential) {
    if (registry.isEmpty() || registry.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "Registry needs the form host or host:port but is \"" + registry + '"');
    }
    String host = RegistryKey.host(registry);
    return (asked, repository) -> RegistryKey.host(asked).equals(host) ? credential : null;
  }
}
