package dev.referrers.key;

import dev.referrers.error.UnusableKeyException;
import dev.referrers.error.UnusableKeyException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The one key of a PEM file. Works on bytes, so that what it holds can be wiped.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
final class Pem {

  private static final int MAX_BYTES = 64 * 1024;
  private static final byte[] BEGIN = ascii("-----BEGIN ");
  private static final byte[] DASHES = ascii("-----");

  /** What {@code openssl ecparam -genkey} writes before the key. */
  private static final String PARAMETERS = "EC PARAMETERS";

  private final String label;
  private final byte[] der;

  private Pem(String label, byte[] der) {
    this.label = label;
    this.der = der;
  }

  /** Such as {@code PRIVATE KEY}. */
  String label() {
    return label;
  }

  /** The content itself, no copy. */
  byte[] der() {
    return der;
  }

  static Pem read(String what, byte[] text) throws UnusableKeyException {
    if (text.length > MAX_BYTES) {
      throw malformed(
          what, "expected at most %d bytes but are %d".formatted(MAX_BYTES, text.length));
    }
    Block block = next(what, text, 0);
    while (block.label.equals(PARAMETERS)) {
      block = next(what, text, block.after);
    }
    if (indexOf(text, BEGIN, block.after) >= 0) {
      throw malformed(what, "expected one key but there is more after it");
    }
    return new Pem(block.label, decode(what, text, block));
  }

  private record Block(String label, int start, int end, int after) {}

  private static Block next(String what, byte[] text, int from) throws UnusableKeyException {
    int begin = indexOf(text, BEGIN, from);
    int labelStart = begin + BEGIN.length;
    int labelEnd = begin < 0 ? -1 : indexOf(text, DASHES, labelStart);
    if (labelEnd < 0) {
      throw malformed(what, "expected PEM but there is no -----BEGIN line");
    }
    var label = new String(text, labelStart, labelEnd - labelStart, StandardCharsets.ISO_8859_1);
    if (!label.matches("[A-Z0-9 ]{1,64}")) {
      throw malformed(what, "expected PEM but its -----BEGIN line names nothing");
    }
    byte[] last = ascii("-----END " + label + "-----");
    int end = indexOf(text, last, labelEnd + DASHES.length); // they may not share their dashes
    if (end < 0) {
      throw malformed(what, "expected -----END " + label + "----- but the text ends");
    }
    return new Block(label, labelEnd + DASHES.length, end, end + last.length);
  }

  private static byte[] decode(String what, byte[] text, Block block) throws UnusableKeyException {
    byte[] base64 = new byte[block.end - block.start];
    int length = 0;
    for (int i = block.start; i < block.end; i++) {
      if (text[i] == ':') {
        throw headers(what);
      }
      if (text[i] != '\r' && text[i] != '\n' && text[i] != ' ' && text[i] != '\t') {
        base64[length++] = text[i];
      }
    }
    byte[] exact = Arrays.copyOf(base64, length);
    try {
      return Base64.getDecoder().decode(exact);
    } catch (IllegalArgumentException e) {
      throw malformed(what, "expected base64 between its PEM lines but was not");
    } finally {
      Arrays.fill(base64, (byte) 0);
      Arrays.fill(exact, (byte) 0);
    }
  }

  private static UnusableKeyException headers(String what) {
    return new UnusableKeyException(
        what,
        Reason.UNSUPPORTED,
        "expected PEM without headers, which OpenSSL's old encryption has",
        "openssl pkcs8 -topk8 -in FILE -out NEW",
        null);
  }

  private static UnusableKeyException malformed(String what, String problem) {
    return new UnusableKeyException(what, Reason.MALFORMED, problem, null, null);
  }

  private static int indexOf(byte[] text, byte[] part, int from) {
    for (int i = from; i <= text.length - part.length; i++) {
      if (Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
