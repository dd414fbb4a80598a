package dev.referrers.bundle;

import java.io.IOException;

/**
 * Where the OpenID Connect ID tokens come from that a certificate authority issues certificates
 * for: the token endpoint of a CI system, a file, a log-in. Asked once for each signature, and has
 * to be thread-safe if its signer is shared.
 */
@FunctionalInterface
public interface IdentityTokenSource {

  /**
   * A token in its compact form, three parts between dots, for the audience that the certificate
   * authority expects: {@code sigstore} for most.
   *
   * @throws IOException when there is none to be had
   */
  String token() throws IOException;
}
