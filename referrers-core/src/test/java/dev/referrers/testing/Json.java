package dev.referrers.testing;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.Map;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** JSON as maps, lists, strings and numbers. */
final class Json {

  private Json() {}

  static String write(Map<String, ?> object) {
    var buffer = new Buffer();
    try (JsonWriter writer = JsonWriter.of(buffer)) {
      writer.jsonValue(object);
    } catch (IOException e) {
      throw new AssertionError("A buffer takes everything", e);
    }
    return buffer.readUtf8();
  }

  /**
   * @throws IOException when the text is no JSON object
   */
  static Map<?, ?> readObject(ByteString text) throws IOException {
    try (JsonReader reader = JsonReader.of(new Buffer().write(text))) {
      Object value = reader.readJsonValue();
      if (value instanceof Map<?, ?> object && reader.peek() == JsonReader.Token.END_DOCUMENT) {
        return object;
      }
    } catch (JsonDataException e) {
      throw new IOException(e);
    }
    throw new IOException("not one JSON object");
  }

  static @Nullable String text(Map<?, ?> object, String name) {
    return object.get(name) instanceof String text ? text : null;
  }
}
