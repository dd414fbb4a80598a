package dev.referrers.bundle.internal.trust;

import dev.referrers.attestation.Base64Text;
import okio.ByteString;

/** PEM text of one object. */
public final class Pem {

  private Pem() {}

  /**
   * Whether the text is one object of that kind.
   *
   * @param label such as {@code CERTIFICATE}
   */
  public static boolean is(String label, String text) {
    String pem = text.strip();
    // the two lines may not share their dashes
    return pem.length() >= begin(label).length() + end(label).length()
        && pem.startsWith(begin(label))
        && pem.endsWith(end(label));
  }

  /**
   * The DER.
   *
   * @throws IllegalArgumentException when there is another thing, or more
   */
  public static ByteString read(String label, String text) {
    if (!is(label, text)) {
      throw new IllegalArgumentException("expected a PEM " + label + " but was not");
    }
    String pem = text.strip();
    String body = pem.substring(begin(label).length(), pem.length() - end(label).length());
    return Base64Text.decode(body.replaceAll("[\\r\\n]", ""));
  }

  /** The text in lines of 64 characters, as Go writes it. */
  public static String write(String label, ByteString der) {
    String lines = der.base64().replaceAll("(.{64})(?=.)", "$1\n");
    return begin(label) + "\n" + lines + "\n" + end(label) + "\n";
  }

  private static String begin(String label) {
    return "-----BEGIN " + label + "-----";
  }

  private static String end(String label) {
    return "-----END " + label + "-----";
  }
}
