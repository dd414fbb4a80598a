package dev.referrers.json;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonReader.Token;
import dev.referrers.error.MalformedContentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
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

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}+");

  private final String what;
  private final JsonReader reader;
  private final Set<String> seen = new HashSet<>();
  private @Nullable String name;

  JsonObjectReader(String what, JsonReader reader) {
    this.what = what;
    this.reader = reader;
  }

  /** The name of the next member, or null after the last. */
  public @Nullable String nextName() throws IOException {
    if (!reader.hasNext()) {
      return null;
    }
    name = reader.nextName();
    if (!seen.add(name)) {
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
    return parsed(string(), parse);
  }

  /** As {@link #string(Function)}, or null for {@code null}. */
  public <T> @Nullable T optionalString(Function<String, T> parse) throws IOException {
    return isNull() ? null : string(parse);
  }

  /** A string or the text of a number made into a value, or null for {@code null}. */
  public <T> @Nullable T optionalScalar(Function<String, T> parse) throws IOException {
    return reader.peek() == Token.NUMBER
        ? parsed(reader.nextString(), parse)
        : optionalString(parse);
  }

  private <T> T parsed(String text, Function<String, T> parse) throws MalformedContentException {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedContentException(
          what, String.valueOf(e.getMessage()), reader.getPath(), e);
    }
  }

  /** A number without fraction and exponent that fits into 64 bits. */
  public long integer() throws IOException {
    expect(Token.NUMBER);
    String text = reader.nextString();
    try {
      if (INTEGER.matcher(text).matches()) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException e) {
      // 19 digits beyond the range
    }
    throw here("expected an integer of 64 bits but was " + text);
  }

  /** An integer, or null for {@code null}. */
  public @Nullable Long optionalInteger() throws IOException {
    return isNull() ? null : integer();
  }

  public <T> T object(JsonBody<T> body) throws IOException {
    expect(Token.BEGIN_OBJECT);
    reader.beginObject();
    T value = body.read(new JsonObjectReader(what, reader));
    reader.endObject();
    return value;
  }

  /** An object, or null for {@code null}. */
  public <T> @Nullable T optionalObject(JsonBody<T> body) throws IOException {
    return isNull() ? null : object(body);
  }

  /** An array of objects; empty for {@code null}. */
  public <T> List<T> objects(JsonBody<T> body) throws IOException {
    return objects(Integer.MAX_VALUE, body);
  }

  /** An array of at most {@code max} objects; empty for {@code null}. */
  public <T> List<T> objects(int max, JsonBody<T> body) throws IOException {
    return array(max, () -> object(body));
  }

  /** An array of strings; empty for {@code null}. */
  public List<String> strings() throws IOException {
    return array(Integer.MAX_VALUE, this::string);
  }

  /** An array of at most {@code max} strings, made into values; empty for {@code null}. */
  public <T> List<T> strings(int max, Function<String, T> parse) throws IOException {
    return array(max, () -> string(parse));
  }

  /** An object whose values are strings, in its order; empty for {@code null}. */
  public Map<String, String> stringMap() throws IOException {
    var values = new LinkedHashMap<String, String>();
    if (!isNull()) {
      object(
          map -> {
            for (String key = map.nextName(); key != null; key = map.nextName()) {
              values.put(key, map.string());
            }
            return values;
          });
    }
    return values;
  }

  /** The JSON text of the value, byte by byte as it came, checked all the same. */
  public ByteString raw() throws IOException {
    try (var copy = reader.peekJson()) {
      new JsonObjectReader(what, copy).skip();
    }
    try (var source = reader.nextSource()) {
      return source.readByteString();
    }
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
        while (reader.hasNext()) {
          skip();
        }
        reader.endArray();
      }
      // Not skipValue(), which takes the name out of Moshi's path.
      case BOOLEAN -> reader.nextBoolean();
      case NULL -> reader.nextNull();
      default -> reader.nextString();
    }
  }

  /** What {@code value} reads here, or null when the value isn't what it expects. */
  public <T> @Nullable T ifWellFormed(JsonBody<T> value) throws IOException {
    T result;
    try (var copy = reader.peekJson()) {
      var attempt = new JsonObjectReader(what, copy);
      attempt.name = name;
      result = value.read(attempt);
    } catch (MalformedContentException e) {
      result = null;
    }
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
    return new MalformedContentException(what, problem, path() + "." + member, null);
  }

  /** A complaint about this object as a whole; call it between members or after the last. */
  public MalformedContentException malformed(IllegalArgumentException cause) {
    return new MalformedContentException(what, String.valueOf(cause.getMessage()), path(), cause);
  }

  private interface Element<T> {
    T read() throws IOException;
  }

  private <T> List<T> array(int max, Element<T> element) throws IOException {
    if (isNull()) {
      return List.of();
    }
    expect(Token.BEGIN_ARRAY);
    reader.beginArray();
    var values = new ArrayList<T>();
    while (reader.hasNext()) {
      if (values.size() == max) {
        throw here("expected at most " + max + " elements but there are more");
      }
      values.add(element.read());
    }
    reader.endArray();
    return values;
  }

  private boolean isNull() throws IOException {
    if (reader.peek() != Token.NULL) {
      return false;
    }
    reader.nextNull();
    return true;
  }

  private void expect(Token expected) throws IOException {
    Token found = reader.peek();
    if (found != expected) {
      throw here("expected " + words(expected) + " but was " + words(found));
    }
  }

  private MalformedContentException here(String problem) {
    return new MalformedContentException(what, problem, reader.getPath(), null);
  }

  /** The path of this object: Moshi's ends with the last name that was read. */
  private String path() {
    String path = reader.getPath();
    return path.substring(0, path.length() - 1 - (name == null ? 0 : name.length()));
  }

  private static String words(Token token) {
    return switch (token) {
      case BEGIN_OBJECT -> "an object";
      case BEGIN_ARRAY -> "an array";
      case STRING -> "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      default -> "the end";
    };
  }
}
