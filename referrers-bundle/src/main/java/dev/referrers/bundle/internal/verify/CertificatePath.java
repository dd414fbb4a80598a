package dev.referrers.bundle.internal.verify;

import dev.referrers.bundle.internal.trust.Authority;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A certification path to an authority.
 *
 * @param issuer the certificate that signed the first one
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-6">RFC 5280, Certification Path
 *     Validation</a>
 */
record CertificatePath(X509Certificate issuer) {

  private static final String ANY_USAGE = "2.5.29.37.0";

  /**
   * Looks for a path that is valid at every time, as the authority is.
   *
   * @param others certificates that may be on the way, beside the authority's own
   * @param usage extended key usage that nothing on the way may exclude
   */
  static Optional<CertificatePath> find(
      X509Certificate leaf,
      List<X509Certificate> others,
      Authority authority,
      List<Instant> times,
      String usage) {
    Optional<CertificatePath> path = Optional.empty();
    for (Instant time : times) {
      path =
          authority.validity().contains(time)
              ? at(time, leaf, others, authority, usage)
              : Optional.empty();
      if (path.isEmpty()) {
        break;
      }
    }
    return path;
  }

  private static Optional<CertificatePath> at(
      Instant time,
      X509Certificate leaf,
      List<X509Certificate> others,
      Authority authority,
      String usage) {
    try {
      var root = authority.root();
      root.checkValidity(Date.from(time)); // PKIX takes an anchor as it is
      var target = new X509CertSelector();
      target.setCertificate(leaf);
      var parameters = new PKIXBuilderParameters(Set.of(new TrustAnchor(root, null)), target);
      var known = new ArrayList<>(others);
      known.addAll(authority.chain());
      known.add(leaf);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
      parameters.setRevocationEnabled(false); // short-lived or by removal from the trusted root
      parameters.setDate(Date.from(time));
      var result =
          (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      return result(
          result.getCertPath().getCertificates().stream().map(X509Certificate.class::cast).toList(),
          root,
          usage);
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static Optional<CertificatePath> result(
      List<X509Certificate> path, X509Certificate root, String usage)
      throws CertificateParsingException {
    if (path.isEmpty()) {
      return Optional.empty(); // the leaf is the root
    }
    for (X509Certificate each : path.subList(1, path.size())) {
      // PKIX looks at the usage of the leaf only, if at that.
      var allowed = each.getExtendedKeyUsage();
      if (allowed != null && !allowed.contains(usage) && !allowed.contains(ANY_USAGE)) {
        return Optional.empty();
      }
    }
    return Optional.of(new CertificatePath(path.size() > 1 ? path.get(1) : root));
  }
}
