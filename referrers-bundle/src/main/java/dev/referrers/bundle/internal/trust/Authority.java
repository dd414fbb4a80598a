package dev.referrers.bundle.internal.trust;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate or timestamp authority.
 *
 * @param uri where it is; empty when the trusted root doesn't say
 * @param chain its certificates, the root last; never empty
 */
public record Authority(String uri, List<X509Certificate> chain, Validity validity) {

  public Authority {
    chain = List.copyOf(chain);
  }

  public X509Certificate root() {
    return chain.get(chain.size() - 1);
  }

  @Override
  public String toString() {
    return uri.isEmpty() ? root().getSubjectX500Principal().getName() : uri;
  }
}
