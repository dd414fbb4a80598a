package dev.referrers.internal.json;

import dev.referrers.error.MalformedContentException;
import dev.referrers.internal.json.JsonCursor.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Steps through the members of one JSON object in their order. After every {@link #nextName()} one
 * value is read, in the one type that the caller expects: nothing is converted. {@code null} stands
 * for absence where a method says so, as Go's encoder writes it.
 *
 * <pre>{@code
 * for (String name = object.nextName(); name != null; name = object.nextName()) {
 *   switch (name) {
 *     case "digest" -> digest = object.string(Digest::parse);
 *     case "size" -> size = object.integer();
 *     default -> object.skip();
 *   }
 * }
 * return new Entry(object.required("digest", digest), object.required("size", size));
 * }</pre>
 */
public final class JsonObjectReader {

  private final JsonCursor reader;
  private final SeenNames seen = new SeenNames();

  JsonObjectReader(JsonCursor reader) {
    this.reader = reader;
  }

  /** The name of the next member, or null after the last. */
  public @Nullable String nextName() throws IOException {
    String name = reader.nextName();
    if (name != null && !seen.add(name)) {
      throw here("expected every member once but this one is repeated");
    }
    return name;
  }

  public String string() throws IOException {
    expect(Token.STRING);
    return reader.nextString();
  }

  /** A string, or null for {@code null}. */
  public @Nullable String optionalString() throws IOException {
    return isNull() ? null : string();
  }

  /** A string, or null for a value of any other type, which is passed over. */
  public @Nullable String ifString() throws IOException {
    if (reader.peek() == Token.STRING) {
      return reader.nextString();
    }
    skip();
    return null;
  }

  /** A string made into a value; what {@code parse} refuses is malformed here. */
  public <T> T string(Function<String, T> parse) throws IOException {
    String text = string();
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw reader.malformed(String.valueOf(e.getMessage()), e);
    }
  }

  /** As {@link #string(Function)}, or null for {@code null}. */
  public <T> @Nullable T optionalString(Function<String, T> parse) throws IOException {
    return isNull() ? null : string(parse);
  }

  /** A number without fraction and exponent that fits into 64 bits. */
  public long integer() throws IOException {
    expect(Token.NUMBER);
    String text = reader.nextNumber();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw here("expected an integer of 64 bits but was " + text);
    }
  }

  /** An integer, or null for {@code null}. */
  public @Nullable Long optionalInteger() throws IOException {
    return isNull() ? null : integer();
  }

  public <T> T object(JsonBody<T> body) throws IOException {
    expect(Token.BEGIN_OBJECT);
    reader.beginObject();
    T value = body.read(new JsonObjectReader(reader));
    reader.endObject();
    return value;
  }

  /** An object, or null for {@code null}. */
  public <T> @Nullable T optionalObject(JsonBody<T> body) throws IOException {
    return isNull() ? null : object(body);
  }

  /** An array of objects; empty for {@code null}. */
  public <T> List<T> objects(JsonBody<T> body) throws IOException {
    return array(() -> object(body));
  }

  /** An array of strings; empty for {@code null}. */
  public List<String> strings() throws IOException {
    return array(this::string);
  }

  /** An object whose values are strings, in its order; empty for {@code null}. */
  public Map<String, String> stringMap() throws IOException {
    Map<String, String> values = optionalObject(JsonObjectReader::allStrings);
    return values == null ? Map.of() : values;
  }

  /** The JSON text of the value, byte by byte as it came, checked all the same. */
  public ByteString raw() throws IOException {
    JsonCursor.Mark start = reader.mark();
    skip();
    return reader.since(start);
  }

  /** Passes over the value, checking it all the same. */
  public void skip() throws IOException {
    switch (reader.peek()) {
      case BEGIN_OBJECT ->
          object(
              inner -> {
                while (inner.nextName() != null) {
                  inner.skip();
                }
                return inner;
              });
      case BEGIN_ARRAY -> {
        reader.beginArray();
        while (reader.nextElement()) {
          skip();
        }
        reader.endArray();
      }
      case STRING -> reader.nextString();
      case NUMBER -> reader.nextNumber();
      case BOOLEAN, NULL -> reader.nextLiteral();
    }
  }

  /** What {@code value} reads here, or null when the value isn't what it expects. */
  public <T> @Nullable T ifWellFormed(JsonBody<T> value) throws IOException {
    JsonCursor.Mark start = reader.mark();
    T result;
    try {
      result = value.read(this);
    } catch (MalformedContentException e) {
      result = null;
    }
    reader.reset(start);
    skip();
    return result;
  }

  /** The value itself, unless it's null because the member was not there. */
  public <T> T required(String member, @Nullable T value) throws MalformedContentException {
    if (value == null) {
      throw malformed(member, "expected a value but was missing");
    }
    return value;
  }

  /** A complaint about a member of this object; call it between members or after the last. */
  public MalformedContentException malformed(String member, String problem) {
    return reader.malformedObject(problem, "." + member, null);
  }

  /** A complaint about this object as a whole; call it between members or after the last. */
  public MalformedContentException malformed(IllegalArgumentException cause) {
    return reader.malformedObject(String.valueOf(cause.getMessage()), "", cause);
  }

  private interface Element<T> {
    T read() throws IOException;
  }

  private <T> List<T> array(Element<T> element) throws IOException {
    if (isNull()) {
      return List.of();
    }
    expect(Token.BEGIN_ARRAY);
    reader.beginArray();
    var values = new ArrayList<T>();
    while (reader.nextElement()) {
      values.add(element.read());
    }
    reader.endArray();
    return values;
  }

  private boolean isNull() throws IOException {
    if (reader.peek() != Token.NULL) {
      return false;
    }
    reader.nextLiteral();
    return true;
  }

  private void expect(Token expected) throws IOException {
    Token found = reader.peek();
    if (found != expected) {
      throw here("expected " + words(expected) + " but was " + words(found));
    }
  }

  private MalformedContentException here(String problem) {
    return reader.malformed(problem, null);
  }

  private static Map<String, String> allStrings(JsonObjectReader map) throws IOException {
    var values = new LinkedHashMap<String, String>();
    for (String key = map.nextName(); key != null; key = map.nextName()) {
      values.put(key, map.string());
    }
    return values;
  }

  private static String words(Token token) {
    return switch (token) {
      case BEGIN_OBJECT -> "an object";
      case BEGIN_ARRAY -> "an array";
      case STRING -> "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
    };
  }
}
