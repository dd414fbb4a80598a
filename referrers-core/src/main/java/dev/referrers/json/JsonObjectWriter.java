package dev.referrers.json;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import okio.BufferedSink;
import okio.ByteString;
import okio.Okio;
import okio.Sink;
import org.jspecify.annotations.Nullable;

/**
 * Writes the members of one JSON object in the order of the calls: compact, without a final
 * newline, and escaped as Go's encoder escapes, so that equal manifests get equal digests whoever
 * writes them.
 */
public final class JsonObjectWriter {

  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private final Buffer out;
  private final JsonWriter writer;

  private JsonObjectWriter(Buffer out, JsonWriter writer) {
    this.out = out;
    this.writer = writer;
  }

  /**
   * The JSON text of the value.
   *
   * @throws IllegalArgumentException when a string holds an unpaired surrogate
   */
  public static <T> ByteString write(T value, JsonMembers<T> members) {
    var out = new Buffer();
    return write(value, members, out, new GoEscapes(out));
  }

  /**
   * The JSON text of the value with {@code < > &} as they are, as Go's encoder of protobuf messages
   * leaves them.
   *
   * @throws IllegalArgumentException as {@link #write(Object, JsonMembers)}
   */
  public static <T> ByteString writeUnescaped(T value, JsonMembers<T> members) {
    var out = new Buffer();
    return write(value, members, out, out);
  }

  private static <T> ByteString write(T value, JsonMembers<T> members, Buffer out, Sink sink) {
    var writer = JsonWriter.of(Okio.buffer(sink));
    try {
      new JsonObjectWriter(out, writer).members(value, members);
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.readByteString();
  }

  /** Leaves the member out when the value is null. */
  public void string(String name, @Nullable String value) throws IOException {
    if (value != null) {
      writer.name(encodable(name)).value(encodable(value));
    }
  }

  public void integer(String name, long value) throws IOException {
    writer.name(encodable(name)).value(value);
  }

  public <T> void object(String name, T value, JsonMembers<T> members) throws IOException {
    writer.name(encodable(name));
    members(value, members);
  }

  public <T> void objects(String name, List<T> values, JsonMembers<T> members) throws IOException {
    writer.name(encodable(name)).beginArray();
    for (T value : values) {
      members(value, members);
    }
    writer.endArray();
  }

  /** Leaves the member out when there are no values. */
  public void strings(String name, List<String> values) throws IOException {
    if (!values.isEmpty()) {
      writer.name(encodable(name)).beginArray();
      for (String value : values) {
        writer.value(encodable(value));
      }
      writer.endArray();
    }
  }

  /** Leaves the member out when there are no values. */
  public void stringMap(String name, Map<String, String> values) throws IOException {
    if (!values.isEmpty()) {
      object(name, values, (map, object) -> writeAll(map));
    }
  }

  /** Puts JSON text there as it is. */
  public void raw(String name, ByteString json) throws IOException {
    writer.name(encodable(name));
    try (BufferedSink place = writer.valueSink()) {
      place.flush();
      out.write(json); // past the escapes
    }
  }

  private void writeAll(Map<String, String> values) throws IOException {
    for (var value : values.entrySet()) {
      string(value.getKey(), value.getValue());
    }
  }

  private <T> void members(T value, JsonMembers<T> members) throws IOException {
    writer.beginObject();
    members.write(value, this);
    writer.endObject();
  }

  private String encodable(String text) {
    if (!encoder.canEncode(text)) {
      throw new IllegalArgumentException("Text with an unpaired surrogate has no JSON form");
    }
    return text;
  }
}
