package dev.referrers.internal.json;

import dev.referrers.error.MalformedContentException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a document, and how far they are read: blanks, strings and words. Refuses invalid
 * UTF-8, raw control characters, unknown escapes and unpaired surrogates in strings, and endless
 * blanks and numbers.
 */
final class JsonText {

  /** What {@link #next()} says at the end of the text. */
  static final int END = -1;

  private static final int MAX_NUMBER = 100;
  private static final int MAX_BLANKS = 1 << 16;
  private static final int CACHED_NAMES = 64;

  private final String what;
  private final ByteString bytes;
  private final byte[] text;
  private final @Nullable String[] names = new @Nullable String[CACHED_NAMES];
  private @Nullable CharsetDecoder decoder;
  private int at;

  JsonText(String what, ByteString bytes) {
    this.what = what;
    this.bytes = bytes;
    this.text = bytes.toByteArray();
  }

  /** The next byte that is no blank, from 0 to 255, where it is; or {@link #END}. */
  int next() throws MalformedContentException {
    int start = at;
    while (at < text.length && isBlank(text[at])) {
      at++;
    }
    if (at - start > MAX_BLANKS) {
      throw problem("more than " + MAX_BLANKS + " blanks in a row", start);
    }
    return at < text.length ? text[at] & 0xff : END;
  }

  /** Passes over one byte. */
  void advance() {
    at++;
  }

  int position() {
    return at;
  }

  /** Goes to a place from {@link #position()}. */
  void goTo(int position) {
    at = position;
  }

  /** The text from a place up to here. */
  ByteString since(int position) {
    return bytes.substring(position, at);
  }

  /** The string that starts here. */
  String string() throws MalformedContentException {
    int start = at + 1;
    int end = plainEnd(start);
    if (end < 0) {
      return decoded(start);
    }
    at = end + 1;
    return plain(start, end);
  }

  /** The string that starts here, which is likely to have come before. */
  String name() throws MalformedContentException {
    int start = at + 1;
    int end = plainEnd(start);
    if (end <= start) {
      return string();
    }
    int slot = (31 * text[start] + 7 * text[end - 1] + end - start) & (CACHED_NAMES - 1);
    String known = names[slot];
    if (known == null || !isThere(known, start, end)) {
      known = plain(start, end);
      names[slot] = known;
    }
    at = end + 1;
    return known;
  }

  /** The word that starts here: a number, or what ought to be a literal. */
  String word() throws MalformedContentException {
    int start = at;
    while (at < text.length && isWord(text[at])) {
      at++;
    }
    boolean number = at > start && (text[start] == '-' || isDigit(text[start]));
    if (number && at - start > MAX_NUMBER) {
      throw problem("number of more than " + MAX_NUMBER + " characters", start);
    }
    String word = plain(start, at);
    if (!number && !word.equals("true") && !word.equals("false") && !word.equals("null")) {
      throw problem("expected JSON but was %s".formatted(described(start)), start);
    }
    return word;
  }

  MalformedContentException problem(String problem) {
    return problem(problem, at);
  }

  private MalformedContentException problem(String problem, int place) {
    return new MalformedContentException(what, problem + " at byte " + place, null, null);
  }

  /** Where a string ends in which characters are bytes; -1 when there are others. */
  private int plainEnd(int start) {
    for (int i = start; i < text.length; i++) {
      byte b = text[i];
      if (b == '"') {
        return i;
      }
      if (b < 0x20 || b == '\\') { // negative beyond ASCII
        return -1;
      }
    }
    return -1;
  }

  private String plain(int start, int end) {
    return new String(text, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private boolean isThere(String known, int start, int end) {
    if (known.length() != end - start) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (known.charAt(i - start) != text[i]) {
        return false;
      }
    }
    return true;
  }

  private String decoded(int start) throws MalformedContentException {
    var decoded = new StringBuilder();
    at = start;
    while (at < text.length) {
      byte b = text[at];
      if (b == '"') {
        at++;
        return decoded.toString();
      } else if (b == '\\') {
        escape(decoded);
      } else if (b < 0) {
        utf8(decoded);
      } else if (b < 0x20) {
        throw problem("unescaped control character in a string", at);
      } else {
        decoded.append((char) b);
        at++;
      }
    }
    throw problem("string without an end", start - 1);
  }

  private void escape(StringBuilder decoded) throws MalformedContentException {
    int start = at++;
    int kind = at < text.length ? text[at++] : END;
    if (kind != 'u') {
      int place = "\"\\/bfnrt".indexOf(kind);
      if (place < 0) {
        throw problem("unknown escape in a string", start);
      }
      decoded.append("\"\\/\b\f\n\r\t".charAt(place));
      return;
    }
    char unit = hexUnit();
    decoded.append(unit);
    if (Character.isHighSurrogate(unit)) {
      boolean escaped = at + 1 < text.length && text[at] == '\\' && text[at + 1] == 'u';
      at += 2;
      char low = escaped ? hexUnit() : 0;
      if (!Character.isLowSurrogate(low)) {
        throw problem("unpaired surrogate in a string", start);
      }
      decoded.append(low);
    } else if (Character.isLowSurrogate(unit)) {
      throw problem("unpaired surrogate in a string", start);
    }
  }

  private char hexUnit() throws MalformedContentException {
    int unit = 0;
    for (int end = at + 4; at < end; at++) {
      int digit = at < text.length ? Character.digit((char) text[at], 16) : -1;
      if (digit < 0 || text[at] < 0) {
        throw problem("escape needs four hex digits", at);
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  private void utf8(StringBuilder decoded) throws MalformedContentException {
    int end = at;
    while (end < text.length && text[end] < 0) {
      end++;
    }
    if (decoder == null) {
      decoder = StandardCharsets.UTF_8.newDecoder();
    }
    var in = ByteBuffer.wrap(text, at, end - at);
    var out = CharBuffer.allocate(end - at);
    if (decoder.reset().decode(in, out, true).isError()) {
      throw problem("invalid UTF-8", in.position());
    }
    decoded.append(out.flip());
    at = end;
  }

  private String described(int start) {
    if (at == start) {
      return text[start] > ' ' ? "'" + (char) text[start] + "'" : "byte " + (text[start] & 0xff);
    }
    return '"' + plain(start, Math.min(at, start + 20)) + '"';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static boolean isWord(byte b) {
    return isDigit(b)
        || (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || b == '+'
        || b == '-'
        || b == '.';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
