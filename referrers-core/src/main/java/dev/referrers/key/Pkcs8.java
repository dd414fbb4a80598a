package dev.referrers.key;

import dev.referrers.error.UnusableKeyException;
import dev.referrers.error.UnusableKeyException.Reason;

/**
 * Puts keys of the formats before PKCS #8 into it, the only one that the JDK reads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5208">RFC 5208</a>
 */
final class Pkcs8 {

  /** Of the curve, within SEC 1. */
  private static final int PARAMETERS = 0xa0;

  private static final byte[] VERSION = {Der.INTEGER, 1, 0};

  /** 1.2.840.10045.2.1. */
  private static final byte[] EC = {
    Der.OBJECT_IDENTIFIER, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1
  };

  /** 1.2.840.113549.1.1.1, with the NULL that has to follow. */
  private static final byte[] RSA = {
    Der.OBJECT_IDENTIFIER, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  private Pkcs8() {}

  static byte[] ofPkcs1(byte[] key) {
    return of(RSA, key);
  }

  static byte[] ofSec1(byte[] key) throws UnusableKeyException {
    try {
      Der parts = new Der(key).enter(Der.SEQUENCE);
      parts.enter(Der.INTEGER);
      parts.enter(Der.OCTET_STRING);
      byte[] curve = parts.enter(PARAMETERS).rest();
      byte[] algorithm = new byte[EC.length + curve.length];
      System.arraycopy(EC, 0, algorithm, 0, EC.length);
      System.arraycopy(curve, 0, algorithm, EC.length, curve.length);
      return of(algorithm, key);
    } catch (IllegalArgumentException e) {
      throw new UnusableKeyException(
          PrivateKeys.WHAT,
          Reason.MALFORMED,
          "expected an EC PRIVATE KEY that names its curve but was not",
          "openssl pkcs8 -topk8 -in FILE -out NEW",
          null);
    }
  }

  private static byte[] of(byte[] algorithm, byte[] key) {
    return Der.element(
        Der.SEQUENCE,
        VERSION,
        Der.element(Der.SEQUENCE, algorithm),
        Der.element(Der.OCTET_STRING, key));
  }
}
