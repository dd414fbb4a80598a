package dev.referrers.transport;

/** One secret for a registry. {@code toString} shows its kind and where it comes from, never it. */
public sealed interface Credential {

  /** Where it comes from: {@code ~/.docker/config.json}, a helper program, {@code the caller}. */
  String source();

  /**
   * A user with a password, or with an access token in its place.
   *
   * @param username may be empty, holds no colon
   */
  record Basic(String username, String password, String source) implements Credential {

    /**
     * @throws IllegalArgumentException when the user name holds a colon
     */
    public Basic {
      if (username.indexOf(':') >= 0) {
        throw new IllegalArgumentException("User name must not hold a colon");
      }
    }

    @Override
    public String toString() {
      return "Basic from " + source;
    }
  }

  /** A refresh token, which the registry's token server turns into short-lived ones. */
  record IdentityToken(String token, String source) implements Credential {

    /**
     * @throws IllegalArgumentException when the token is empty
     */
    public IdentityToken {
      if (token.isEmpty()) {
        throw new IllegalArgumentException("Identity token must not be empty");
      }
    }

    @Override
    public String toString() {
      return "IdentityToken from " + source;
    }
  }

  /** A token that the registry itself takes; sent with the first request already. */
  record RegistryToken(String token, String source) implements Credential {

    /**
     * @throws IllegalArgumentException when the token could not stand in a header
     */
    public RegistryToken {
      if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new IllegalArgumentException("Registry token needs visible ASCII characters");
      }
    }

    @Override
    public String toString() {
      return "RegistryToken from " + source;
    }
  }
}
