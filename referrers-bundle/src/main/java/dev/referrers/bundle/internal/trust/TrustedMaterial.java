package dev.referrers.bundle.internal.trust;

import java.util.List;

/**
 * All that a trusted root holds.
 *
 * @param logs transparency logs of signatures
 * @param authorities certificate authorities
 * @param certificateLogs certificate transparency logs
 * @param timestampAuthorities RFC 3161
 */
public record TrustedMaterial(
    List<LogKey> logs,
    List<Authority> authorities,
    List<LogKey> certificateLogs,
    List<Authority> timestampAuthorities) {

  public TrustedMaterial {
    logs = List.copyOf(logs);
    authorities = List.copyOf(authorities);
    certificateLogs = List.copyOf(certificateLogs);
    timestampAuthorities = List.copyOf(timestampAuthorities);
  }
}
