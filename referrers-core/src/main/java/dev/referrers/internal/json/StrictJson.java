package dev.referrers.internal.json;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import dev.referrers.error.MalformedContentException;
import java.io.EOFException;
import java.io.IOException;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents whose top level is a JSON object, refusing all that RFC 8259 forbids and some
 * that it merely discourages: repeated members, unpaired surrogates, more than {@value
 * JsonScan#MAX_DEPTH} levels.
 */
public final class StrictJson {

  private static final int MAX_MESSAGE_PART = 512;

  private StrictJson() {}

  /**
   * Reads the whole document by {@code body}.
   *
   * @param what names the document in messages, capitalised
   * @throws MalformedContentException for anything wrong with the bytes; nothing else comes out
   */
  public static <T extends @Nullable Object> T read(String what, ByteString bytes, JsonBody<T> body)
      throws MalformedContentException {
    JsonScan.check(what, bytes);
    var reader = JsonReader.of(new Buffer().write(bytes));
    try {
      return new JsonObjectReader(what, reader).object(body);
    } catch (MalformedContentException e) {
      throw e;
    } catch (EOFException e) {
      throw malformed(what, "expected more JSON but the text ends", reader.getPath(), e);
    } catch (IOException | JsonDataException e) {
      throw malformed(what, "expected JSON but the text breaks its grammar", reader.getPath(), e);
    }
  }

  static MalformedContentException malformed(
      String what, String problem, @Nullable String path, @Nullable Throwable cause) {
    return new MalformedContentException(
        what, printable(problem), path == null ? null : printable(path), cause);
  }

  /** Problem and path can quote the peer's text, which must not forge or flood a log. */
  private static String printable(String text) {
    String cut =
        text.length() > MAX_MESSAGE_PART ? text.substring(0, MAX_MESSAGE_PART) + "…" : text;
    return cut.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
  }
}
