package dev.referrers.bundle.internal.verify;

import dev.referrers.bundle.internal.trust.Pem;
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
    String text = pem.utf8();
    if (Pem.is("CERTIFICATE", text)) {
      return new LoggedKey(true, Pem.read("CERTIFICATE", text));
    }
    if (Pem.is("PUBLIC KEY", text)) {
      return new LoggedKey(false, Pem.read("PUBLIC KEY", text));
    }
    throw new IllegalArgumentException("expected one PEM certificate or public key but was not");
  }
}
