package dev.referrers.bundle.internal.json;

import dev.referrers.attestation.Base64Text;
import dev.referrers.error.MalformedContentException;
import dev.referrers.json.JsonObjectReader;
import dev.referrers.json.StrictJson;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Steps through the members of a protobuf message in JSON. Members may be spelled in lowerCamelCase
 * or in snake_case, but not in both; {@code null} and a member's zero value stand for its absence,
 * so that {@link #required} refuses all three. Otherwise as strict as {@link JsonObjectReader}.
 *
 * @see <a href="https://protobuf.dev/programming-guides/json/">ProtoJSON format</a>
 */
public final class ProtoObject {

  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*+(_[a-z0-9]++)++");
  private static final Pattern WORD_START = Pattern.compile("_([a-z0-9])");
  private static final Pattern NOT_NEGATIVE = Pattern.compile("0|[1-9][0-9]{0,18}+");

  private final JsonObjectReader object;
  private final Set<String> seen = new HashSet<>();
  private String spelled = "";

  private ProtoObject(JsonObjectReader object) {
    this.object = object;
  }

  /**
   * Reads the whole document by {@code body}.
   *
   * @param what names the document in messages, capitalised
   */
  public static <T> T read(String what, ByteString json, ProtoBody<T> body)
      throws MalformedContentException {
    return StrictJson.read(what, json, object -> body.read(new ProtoObject(object)));
  }

  /** Reads a message of one known member, a byte string that has to be there. */
  public static ProtoBody<ByteString> bytesOf(String member) {
    return object -> {
      ByteString bytes = ByteString.EMPTY;
      for (String name = object.nextName(); name != null; name = object.nextName()) {
        if (name.equals(member)) {
          bytes = object.bytes();
        } else {
          object.skip();
        }
      }
      return object.required(member, bytes);
    };
  }

  /** Reads a message of one known member, a string that may be absent. */
  public static ProtoBody<String> stringOf(String member) {
    return object -> {
      String text = "";
      for (String name = object.nextName(); name != null; name = object.nextName()) {
        if (name.equals(member)) {
          text = object.string();
        } else {
          object.skip();
        }
      }
      return text;
    };
  }

  /** The name of the next member in lowerCamelCase, or null after the last. */
  public @Nullable String nextName() throws IOException {
    String name = object.nextName();
    if (name == null) {
      return null;
    }
    spelled = name;
    String camelCase = camelCase(name);
    if (!seen.add(camelCase)) {
      throw malformed(name, "expected every member once but this one is there in two spellings");
    }
    return camelCase;
  }

  private static String camelCase(String name) {
    return SNAKE_CASE.matcher(name).matches()
        ? WORD_START.matcher(name).replaceAll(start -> start.group(1).toUpperCase(Locale.ROOT))
        : name;
  }

  public String string() throws IOException {
    String text = object.optionalString();
    return text == null ? "" : text;
  }

  public ByteString bytes() throws IOException {
    ByteString bytes = object.optionalString(Base64Text::decode);
    return bytes == null ? ByteString.EMPTY : bytes;
  }

  /** At most {@code max} byte strings. */
  public List<ByteString> bytesList(int max) throws IOException {
    return object.strings(max, Base64Text::decode);
  }

  /** At most {@code max} strings, made into values. */
  public <T> List<T> strings(int max, Function<String, T> parse) throws IOException {
    return object.strings(max, parse);
  }

  /** An integer of 64 bits, as a string or as a number, that is not negative. */
  public long notNegative() throws IOException {
    Long value = object.optionalScalar(ProtoObject::parseNotNegative);
    return value == null ? 0 : value;
  }

  private static long parseNotNegative(String text) {
    try {
      if (NOT_NEGATIVE.matcher(text).matches()) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException e) {
      // 19 digits beyond the range
    }
    throw new IllegalArgumentException(
        "expected an integer of 64 bits that is not negative but was " + text);
  }

  /** A member of an enumeration, by its name or its number; null for {@code null}. */
  public <T> @Nullable T enumeration(Function<String, T> parse) throws IOException {
    return object.optionalScalar(parse);
  }

  public <T> @Nullable T message(ProtoBody<T> body) throws IOException {
    return object.optionalObject(inner -> body.read(new ProtoObject(inner)));
  }

  /** At most {@code max} messages. */
  public <T> List<T> messages(int max, ProtoBody<T> body) throws IOException {
    return object.objects(max, inner -> body.read(new ProtoObject(inner)));
  }

  /**
   * A message of which there can be one kind only.
   *
   * @param other what was read for another kind; returned when this one is absent
   */
  public <T> @Nullable T oneOf(@Nullable T other, ProtoBody<? extends T> body) throws IOException {
    T value = object.optionalObject(inner -> body.read(new ProtoObject(inner)));
    if (value != null && other != null) {
      throw malformed(spelled, "expected one kind but there is another before this one");
    }
    return value == null ? other : value;
  }

  public void skip() throws IOException {
    object.skip();
  }

  /** The value itself, unless it is null because the member was absent. */
  public <T> T required(String member, @Nullable T value) throws MalformedContentException {
    return object.required(member, value);
  }

  /** The text itself, unless it is empty as that of an absent member. */
  public String required(String member, @Nullable String value) throws MalformedContentException {
    return object.required(member, "".equals(value) ? null : value);
  }

  /** The bytes themselves, unless they are empty as those of an absent member. */
  public ByteString required(String member, @Nullable ByteString value)
      throws MalformedContentException {
    return object.required(member, ByteString.EMPTY.equals(value) ? null : value);
  }

  /** A complaint about a member of this message; call it between members or after the last. */
  public MalformedContentException malformed(String member, String problem) {
    return object.malformed(member, problem);
  }
}
