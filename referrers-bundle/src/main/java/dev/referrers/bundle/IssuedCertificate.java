package dev.referrers.bundle;

import dev.referrers.bundle.ServiceClient.Service;
import dev.referrers.bundle.internal.verify.CertificateNames;
import dev.referrers.bundle.internal.verify.RejectedException;
import dev.referrers.error.SigningServiceException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a certificate is what was asked for. Whether the authority is to be trusted is for
 * verifiers.
 */
record IssuedCertificate(Service authority, X509Certificate certificate) {

  void checkKey(PublicKey key) throws SigningServiceException {
    if (!Arrays.equals(certificate.getPublicKey().getEncoded(), key.getEncoded())) {
      throw authority.failure("expected a certificate for our key but it is for another");
    }
  }

  /**
   * Checks whom it is for.
   *
   * @param expected null to go by the token: its e-mail address, if it has one, and its issuer
   */
  void checkIdentity(IdentityToken token, @Nullable CertificateIdentity expected)
      throws SigningServiceException {
    var names = names();
    List<String> subjects = names.subjectAlternativeNames();
    boolean asExpected =
        subjects.size() == 1
            && (expected == null
                ? isFor(token, subjects.get(0), names.issuer())
                : expected.matches(subjects.get(0), names.issuer()));
    if (!asExpected) {
      throw authority.failure(
          "expected a certificate of %s but was of %s"
              .formatted(expected == null ? token + " of " + token.issuers() : expected, names));
    }
  }

  /** How a machine's token becomes a name is for the authority's configuration to say. */
  private static boolean isFor(IdentityToken token, String name, @Nullable String issuer) {
    return issuer != null
        && token.issuers().contains(issuer)
        && (token.email() == null || token.email().equals(name));
  }

  private CertificateNames names() throws SigningServiceException {
    try {
      return CertificateNames.of(certificate);
    } catch (RejectedException e) {
      throw authority.failure(e.message(), e);
    }
  }

  /** Checks that it was valid when it signed. */
  void checkValidity(Instant time) throws SigningServiceException {
    Instant start = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (time.isBefore(start) || time.isAfter(end)) {
      throw authority.failure(
          "expected a certificate that is valid when it signed, at %s, but it is from %s to %s"
              .formatted(time, start, end));
    }
  }
}
