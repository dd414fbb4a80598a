package dev.referrers.json;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import dev.referrers.error.MalformedContentException;
import java.io.EOFException;
import java.io.IOException;
import okio.Buffer;
import okio.ByteString;
import okio.Okio;
import okio.Source;

/**
 * Reads documents whose top level is a JSON object, refusing all that RFC 8259 forbids and some
 * that it merely discourages: repeated members, unpaired surrogates, more than {@value
 * JsonScan#MAX_DEPTH} levels.
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
    JsonScan.check(what, bytes);
    // Moshi's peekJson() copies what its source has buffered, so that must not be the whole
    // document.
    Source source = new Buffer().write(bytes);
    var reader = JsonReader.of(Okio.buffer(source));
    try {
      return new JsonObjectReader(what, reader).object(body);
    } catch (MalformedContentException e) {
      throw e;
    } catch (EOFException e) {
      throw new MalformedContentException(
          what, "expected more JSON but the text ends", reader.getPath(), e);
    } catch (IOException | JsonDataException e) {
      throw new MalformedContentException(
          what, "expected JSON but the text breaks its grammar", reader.getPath(), e);
    }
  }
}
