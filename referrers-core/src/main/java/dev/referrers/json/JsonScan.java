package dev.referrers.json;

import dev.referrers.error.MalformedContentException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import okio.ByteString;

/**
 * Checks the bytes of a document for what Moshi's reader would let through or be slow at: invalid
 * UTF-8, raw control characters, unknown escapes and unpaired surrogates in strings, literals in
 * other letters, text after the document, deep nesting, endless numbers and blanks. One pass; Moshi
 * checks the grammar afterwards.
 */
final class JsonScan {

  static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER = 100;
  // Moshi's look for the next token takes quadratic time in blanks.
  private static final int MAX_BLANKS = 1 << 16;
  private static final Set<String> LITERALS = Set.of("true", "false", "null");

  private final String what;
  private final byte[] text;
  private int at;
  private int depth;
  private boolean ascii = true;

  private JsonScan(String what, ByteString bytes) {
    this.what = what;
    this.text = bytes.toByteArray();
  }

  static void check(String what, ByteString bytes) throws MalformedContentException {
    var scan = new JsonScan(what, bytes);
    scan.document();
    if (!scan.ascii) {
      scan.utf8();
    }
  }

  private void document() throws MalformedContentException {
    while (at < text.length) {
      switch (text[at]) {
        case ' ', '\t', '\n', '\r' -> blanks();
        case ',', ':' -> at++;
        case '{', '[' -> open();
        case '}', ']' -> close();
        case '"' -> string();
        default -> word();
      }
    }
    if (depth > 0) {
      throw problem("expected more JSON but the text ends", at);
    }
  }

  private void blanks() throws MalformedContentException {
    int start = at;
    skipBlanks();
    if (at - start > MAX_BLANKS) {
      throw problem("more than " + MAX_BLANKS + " blanks in a row", start);
    }
  }

  private void skipBlanks() {
    while (at < text.length
        && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
      at++;
    }
  }

  private void open() throws MalformedContentException {
    if (++depth > MAX_DEPTH) {
      throw problem("nested deeper than " + MAX_DEPTH + " levels", at);
    }
    at++;
  }

  private void close() throws MalformedContentException {
    depth--;
    at++;
    if (depth > 0) {
      return;
    }
    skipBlanks();
    if (at < text.length) {
      throw problem("expected the end of the document but there is more text", at);
    }
  }

  private void string() throws MalformedContentException {
    int start = at++;
    while (at < text.length) {
      byte b = text[at++];
      if (b == '"') {
        return;
      } else if (b == '\\') {
        escape();
      } else if (b < 0) {
        ascii = false;
      } else if (b < 0x20) {
        throw problem("unescaped control character in a string", at - 1);
      }
    }
    throw problem("string without an end", start);
  }

  private void escape() throws MalformedContentException {
    int start = at - 1;
    int kind = at < text.length ? text[at++] : -1;
    if (kind != 'u') {
      if ("\"\\/bfnrt".indexOf(kind) < 0) {
        throw problem("unknown escape in a string", start);
      }
      return;
    }
    char unit = hexUnit();
    if (Character.isHighSurrogate(unit)) {
      boolean escaped = at + 1 < text.length && text[at] == '\\' && text[at + 1] == 'u';
      at += 2;
      if (!escaped || !Character.isLowSurrogate(hexUnit())) {
        throw problem("unpaired surrogate in a string", start);
      }
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

  private void word() throws MalformedContentException {
    int start = at;
    while (at < text.length && isWord(text[at])) {
      at++;
    }
    boolean number = at > start && (text[start] == '-' || isDigit(text[start]));
    if (number && at - start > MAX_NUMBER) {
      throw problem("number of more than " + MAX_NUMBER + " characters", start);
    }
    if (!number && !isLiteral(start)) {
      throw problem("expected JSON but was %s".formatted(described(start)), start);
    }
  }

  private boolean isLiteral(int start) {
    return at - start <= 5
        && LITERALS.contains(new String(text, start, at - start, StandardCharsets.US_ASCII));
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

  private String described(int start) {
    if (at == start) {
      return text[start] > ' ' ? "'" + (char) text[start] + "'" : "byte " + (text[start] & 0xff);
    }
    return '"' + new String(text, start, Math.min(at - start, 20), StandardCharsets.US_ASCII) + '"';
  }

  private void utf8() throws MalformedContentException {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var in = ByteBuffer.wrap(text);
    var out = CharBuffer.allocate(8192);
    while (true) {
      var result = decoder.decode(in, out, true);
      if (result.isError()) {
        throw problem("invalid UTF-8", in.position());
      }
      if (result.isUnderflow()) {
        return;
      }
      out.clear();
    }
  }

  private MalformedContentException problem(String problem, int place) {
    return new MalformedContentException(what, problem + " at byte " + place, null, null);
  }
}
