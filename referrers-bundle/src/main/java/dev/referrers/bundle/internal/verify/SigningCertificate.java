package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.Verdict.Reason;
import dev.referrers.bundle.internal.trust.Authority;
import dev.referrers.bundle.internal.trust.Der;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;

/**
 * A certificate that may sign, and that was valid when it did.
 *
 * @param issuer the certificate that signed it
 */
public record SigningCertificate(X509Certificate leaf, X509Certificate issuer) {

  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
  // The path is searched among them, which takes long when there are many.
  private static final int MAX_CERTIFICATES = 10;

  /**
   * Verifies a chain at every time.
   *
   * @param chain DER, the leaf first
   * @param times when it signed; not empty
   * @param claimed times that are only claimed, and must not be outside its validity either
   */
  public static SigningCertificate verify(
      List<ByteString> chain,
      List<Instant> times,
      List<Instant> claimed,
      List<Authority> authorities)
      throws RejectedException {
    if (chain.size() > MAX_CERTIFICATES) {
      throw rejected(
          "Expected at most %d certificates but there are %d"
              .formatted(MAX_CERTIFICATES, chain.size()));
    }
    var certificates = new ArrayList<X509Certificate>();
    for (ByteString der : chain) {
      certificates.add(certificate(der));
    }
    var leaf = certificates.get(0);
    checkUsage(leaf);
    checkValidity(leaf, times);
    checkValidity(leaf, claimed);
    var others = certificates.subList(1, certificates.size());
    for (Authority authority : authorities) {
      var path = CertificatePath.find(leaf, others, authority, times, CODE_SIGNING);
      if (path.isPresent()) {
        return new SigningCertificate(leaf, path.get().issuer());
      }
    }
    throw rejected(
        "Expected a certificate by one of the trusted authorities %s, valid at %s, but was by %s"
            .formatted(authorities, times, leaf.getIssuerX500Principal()));
  }

  private static X509Certificate certificate(ByteString der) throws RejectedException {
    try {
      return Der.certificate(der);
    } catch (IllegalArgumentException e) {
      throw new RejectedException(Reason.MALFORMED, "Certificate: " + e.getMessage(), e);
    }
  }

  private static void checkUsage(X509Certificate leaf) throws RejectedException {
    if (leaf.getBasicConstraints() >= 0) {
      throw rejected("Expected a signer's certificate but it is an authority's");
    }
    boolean[] keyUsage = leaf.getKeyUsage();
    if (keyUsage == null || !keyUsage[0]) {
      throw rejected("Expected a certificate for digital signatures but it is not for that");
    }
    if (!extendedKeyUsage(leaf).contains(CODE_SIGNING)) {
      throw rejected(
          "Expected a certificate for code signing (%s) but it is for %s"
              .formatted(CODE_SIGNING, extendedKeyUsage(leaf)));
    }
  }

  private static List<String> extendedKeyUsage(X509Certificate leaf) throws RejectedException {
    try {
      var usage = leaf.getExtendedKeyUsage();
      return usage == null ? List.of() : usage;
    } catch (CertificateParsingException e) {
      throw new RejectedException(
          Reason.MALFORMED, "Certificate: expected an extended key usage but was not", e);
    }
  }

  private static void checkValidity(X509Certificate leaf, List<Instant> times)
      throws RejectedException {
    Instant start = leaf.getNotBefore().toInstant();
    Instant end = leaf.getNotAfter().toInstant();
    for (Instant time : times) {
      if (time.isBefore(start) || time.isAfter(end)) {
        throw new RejectedException(
            Reason.TIME,
            "Expected a signature from %s to %s, when its certificate was valid, but was at %s"
                .formatted(start, end, time));
      }
    }
  }

  private static RejectedException rejected(String message) {
    return new RejectedException(Reason.CERTIFICATE, message);
  }
}
