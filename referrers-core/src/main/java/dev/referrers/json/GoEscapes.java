package dev.referrers.json;

import java.io.IOException;
import okio.Buffer;
import okio.ByteString;
import okio.ForwardingSink;

/**
 * Escapes {@code < > &}, which in compact JSON stand in strings only, as Go's encoder does and
 * Moshi's doesn't. U+2028 and U+2029 are escaped by both.
 */
final class GoEscapes extends ForwardingSink {

  private static final ByteString ESCAPED = ByteString.encodeUtf8("<>&");

  private final Buffer out;

  GoEscapes(Buffer out) {
    super(out);
    this.out = out;
  }

  @Override
  public void write(Buffer source, long byteCount) throws IOException {
    long end = source.size() - byteCount;
    while (source.size() > end) {
      long index = source.indexOfElement(ESCAPED);
      long plain = Math.min(index < 0 ? Long.MAX_VALUE : index, source.size() - end);
      out.write(source, plain);
      if (source.size() > end) {
        out.writeUtf8("\\u00").writeHexadecimalUnsignedLong(source.readByte());
      }
    }
  }
}
