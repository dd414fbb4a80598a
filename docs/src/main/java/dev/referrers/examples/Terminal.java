package dev.referrers.examples;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Map;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Where a program reads a secret from, and prints its lines to. */
record Terminal(InputStream in, PrintStream out, PrintStream err) {

  /**
   * Prints one JSON object.
   *
   * @param members strings, numbers, booleans, nulls, and maps and collections of them
   */
  void line(Map<String, ? extends @Nullable Object> members) throws IOException {
    var buffer = new Buffer();
    try (JsonWriter writer = JsonWriter.of(buffer)) {
      writer.setSerializeNulls(true);
      write(writer, members);
    }
    out.println(buffer.readUtf8());
    if (out.checkError()) {
      throw new IOException("standard output takes no more");
    }
  }

  private static void write(JsonWriter writer, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      writer.beginObject();
      for (Map.Entry<?, ?> member : map.entrySet()) {
        writer.name(String.valueOf(member.getKey()));
        write(writer, member.getValue());
      }
      writer.endObject();
    } else if (value instanceof Collection<?> collection) {
      writer.beginArray();
      for (Object element : collection) {
        write(writer, element);
      }
      writer.endArray();
    } else if (value instanceof Number number) {
      writer.value(number);
    } else if (value instanceof Boolean bool) {
      writer.value(bool);
    } else {
      writer.value(value == null ? null : value.toString());
    }
  }
}
