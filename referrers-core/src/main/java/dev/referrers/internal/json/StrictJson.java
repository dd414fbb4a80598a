package dev.referrers.internal.json;

import dev.referrers.error.MalformedContentException;
import java.io.IOException;
import okio.ByteString;

/**
 * Reads documents whose top level is a JSON object, refusing all that RFC 8259 forbids and some
 * that it merely discourages: repeated members, unpaired surrogates, more than {@value
 * JsonCursor#MAX_DEPTH} levels.
 */
public final class StrictJson {

  private StrictJson() {}

  /**
   * Reads the whole document by {@code body}.
   *
   * @param what names the document in messages, capitalised
   * @throws MalformedContentException for anything wrong with the bytes; nothing else comes out
   */
  public static <T> T read(String what, ByteString bytes, JsonBody<T> body)
      throws MalformedContentException {
    var cursor = new JsonCursor(what, bytes);
    try {
      T value = new JsonObjectReader(cursor).object(body);
      cursor.endDocument();
      return value;
    } catch (MalformedContentException e) {
      throw e;
    } catch (IOException e) {
      throw cursor.malformed("expected JSON that can be read", e);
    }
  }
}
