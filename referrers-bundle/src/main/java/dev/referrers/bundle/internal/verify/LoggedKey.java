package dev.referrers.bundle.internal.verify;

import dev.referrers.attestation.Base64Text;
import okio.ByteString;

/**
 * What a log names a signer by.
 *
 * @param certificate whether it is a certificate rather than a SubjectPublicKeyInfo
 */
record LoggedKey(boolean certificate, ByteString der) {

  /**
   * Reads one PEM object.
   *
   * @throws IllegalArgumentException when there is another thing, or more
   */
  static LoggedKey ofPem(ByteString pem) {
    String text = pem.utf8().strip();
    for (boolean certificate : new boolean[] {true, false}) {
      String label = certificate ? "CERTIFICATE" : "PUBLIC KEY";
      String begin = "-----BEGIN " + label + "-----";
      String end = "-----END " + label + "-----";
      // they may not share their dashes
      if (text.length() >= begin.length() + end.length()
          && text.startsWith(begin)
          && text.endsWith(end)) {
        String body = text.substring(begin.length(), text.length() - end.length());
        return new LoggedKey(certificate, Base64Text.decode(body.replaceAll("[\\r\\n]", "")));
      }
    }
    throw new IllegalArgumentException("expected one PEM certificate or public key but was not");
  }
}
