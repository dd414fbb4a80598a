package dev.referrers.internal.json;

import dev.referrers.error.MalformedContentException;
import java.util.regex.Pattern;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a document once, value by value, and refuses what breaks the grammar of RFC 8259 or
 * nests deeper than {@value #MAX_DEPTH} levels. Knows where it is.
 */
final class JsonCursor {

  static final int MAX_DEPTH = 64;

  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

  private static final int OBJECT = -2;
  private static final int NO_ELEMENT = -1;

  /** What the next value is. */
  enum Token {
    BEGIN_OBJECT,
    BEGIN_ARRAY,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
  }

  /** A place to go back to. */
  record Mark(int position, int depth) {}

  private final String what;
  private final JsonText text;
  // by depth, from 1: the last name in an object, the current element of an array
  private final @Nullable String[] names = new @Nullable String[MAX_DEPTH + 1];
  private final int[] elements = new int[MAX_DEPTH + 1];
  private int depth;

  JsonCursor(String what, ByteString bytes) {
    this.what = what;
    this.text = new JsonText(what, bytes);
  }

  Token peek() throws MalformedContentException {
    int next = text.next();
    return switch (next) {
      case '{' -> Token.BEGIN_OBJECT;
      case '[' -> Token.BEGIN_ARRAY;
      case '"' -> Token.STRING;
      case 't', 'f' -> Token.BOOLEAN;
      case 'n' -> Token.NULL;
      default -> {
        if (next != '-' && (next < '0' || next > '9')) {
          throw unexpected();
        }
        yield Token.NUMBER;
      }
    };
  }

  /** Enters the object that {@link #peek} has seen. */
  void beginObject() throws MalformedContentException {
    begin(OBJECT);
  }

  /** The next name in the object, whose value is read next; null after the last. */
  @Nullable String nextName() throws MalformedContentException {
    int next = text.next();
    if (next == '}') {
      return null;
    }
    if (names[depth] != null) {
      next = afterComma(next);
    }
    if (next != '"') {
      throw unexpected();
    }
    String name = text.name();
    names[depth] = name;
    if (text.next() != ':') {
      throw unexpected();
    }
    text.advance();
    return name;
  }

  void endObject() throws MalformedContentException {
    end('}');
  }

  /** Enters the array that {@link #peek} has seen. */
  void beginArray() throws MalformedContentException {
    begin(NO_ELEMENT);
  }

  /** Whether there is another element, which is read next. */
  boolean nextElement() throws MalformedContentException {
    int next = text.next();
    if (next == ']') {
      return false;
    }
    if (elements[depth] != NO_ELEMENT) {
      afterComma(next);
    }
    elements[depth]++;
    return true;
  }

  void endArray() throws MalformedContentException {
    end(']');
  }

  /** Reads the string that {@link #peek} has seen. */
  String nextString() throws MalformedContentException {
    return text.string();
  }

  /** Reads the number that {@link #peek} has seen, as it is written. */
  String nextNumber() throws MalformedContentException {
    String number = text.word();
    if (!isInteger(number) && !NUMBER.matcher(number).matches()) {
      throw ungrammatical();
    }
    return number;
  }

  /** Passes over the {@code true}, {@code false} or {@code null} that {@link #peek} has seen. */
  void nextLiteral() throws MalformedContentException {
    text.word();
  }

  /** Makes sure that nothing follows the outermost value. */
  void endDocument() throws MalformedContentException {
    if (text.next() != JsonText.END) {
      throw text.problem("expected the end of the document but there is more text");
    }
  }

  /** Here, before a value. */
  Mark mark() throws MalformedContentException {
    text.next();
    return new Mark(text.position(), depth);
  }

  /** Goes back; names and elements above are still those of the mark. */
  void reset(Mark mark) {
    text.goTo(mark.position());
    depth = mark.depth();
  }

  /** The text from the mark up to here. */
  ByteString since(Mark mark) {
    return text.since(mark.position());
  }

  /** JSON path of the value that was read last, or is read next after its name. */
  String path() {
    return path(depth);
  }

  /** JSON path of the object whose members are read. */
  String objectPath() {
    return path(depth - 1);
  }

  /** A complaint about the value at {@link #path()}. */
  MalformedContentException malformed(String problem, @Nullable Throwable cause) {
    return new MalformedContentException(what, problem, path(), cause);
  }

  /** A complaint about the object that is read, or about a member of it. */
  MalformedContentException malformedObject(
      String problem, String member, @Nullable Throwable cause) {
    return new MalformedContentException(what, problem, objectPath() + member, cause);
  }

  private void begin(int kind) throws MalformedContentException {
    if (depth == MAX_DEPTH) {
      throw text.problem("nested deeper than " + MAX_DEPTH + " levels");
    }
    text.advance();
    depth++;
    names[depth] = null;
    elements[depth] = kind;
  }

  private void end(char bracket) throws MalformedContentException {
    if (text.next() != bracket) {
      throw unexpected();
    }
    text.advance();
    depth--;
  }

  /** What comes after the comma that has to be here. */
  private int afterComma(int next) throws MalformedContentException {
    if (next != ',') {
      throw unexpected();
    }
    text.advance();
    return text.next();
  }

  private MalformedContentException unexpected() throws MalformedContentException {
    int next = text.next();
    if (next == JsonText.END) {
      String problem = "expected more JSON but the text ends";
      return depth == 0 ? malformed(problem, null) : text.problem(problem);
    }
    if ("{}[],:\"".indexOf(next) < 0) {
      text.word(); // says so when this is not JSON at all
    }
    return ungrammatical();
  }

  private MalformedContentException ungrammatical() {
    return malformed("expected JSON but the text breaks its grammar", null);
  }

  /** Nearly all numbers here; the pattern is for the others. */
  private static boolean isInteger(String number) {
    for (int i = 0; i < number.length(); i++) {
      if (number.charAt(i) < '0' || number.charAt(i) > '9') {
        return false;
      }
    }
    return number.length() == 1 || number.charAt(0) != '0';
  }

  private String path(int levels) {
    var path = new StringBuilder("$");
    for (int i = 1; i <= levels; i++) {
      String name = names[i];
      if (elements[i] != OBJECT) {
        path.append('[').append(Math.max(elements[i], 0)).append(']');
      } else if (name != null) {
        path.append('.').append(name);
      }
    }
    return path.toString();
  }
}
