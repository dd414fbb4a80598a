package dev.referrers.attestation;

import java.util.Base64;
import okio.ByteString;

/** Base64 of either alphabet, with or without padding, and nothing else. */
public final class Base64Text {

  private Base64Text() {}

  /**
   * Decodes the text.
   *
   * @throws IllegalArgumentException when the text mixes alphabets, holds any other character, or
   *     is cut
   */
  public static ByteString decode(String text) {
    boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
    var decoder = urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder();
    try {
      return ByteString.of(decoder.decode(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("expected base64 but was not", e);
    }
  }
}
