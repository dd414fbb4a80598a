package dev.referrers.internal.http;

import dev.referrers.oci.Descriptor;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A blob, or a chunk of it, as the body of a request. */
final class BlobBody extends RequestBody {

  static final RequestBody NOTHING = RequestBody.create(new byte[0]);

  private static final MediaType OCTETS = MediaType.get("application/octet-stream");
  private static final long STEP = 64 << 10;

  private final BlobReader content;
  private final long first;
  private final long length;
  private final RegistryListener listener;

  BlobBody(BlobReader content, long first, long length, RegistryListener listener) {
    this.content = content;
    this.first = first;
    this.length = length;
    this.listener = listener;
  }

  static BlobBody whole(BlobReader content, RegistryListener listener) {
    return new BlobBody(content, 0, content.blob().descriptor().size(), listener);
  }

  @Override
  public MediaType contentType() {
    return OCTETS;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    Descriptor blob = content.blob().descriptor();
    long written = 0;
    while (written < length) {
      long step = content.read(first + written, sink.getBuffer(), Math.min(STEP, length - written));
      sink.emitCompleteSegments();
      written += step;
      listener.bytesMoved(blob.digest(), true, step);
    }
  }
}
