package dev.referrers.internal.layout;

import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.oci.Digest;
import dev.referrers.transport.RegistryListener;
import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/** A blob on its way in or out, in time and under the eyes of a listener. */
final class Transfer extends ForwardingSource {

  private final Digest blob;
  private final boolean upload;
  private final RegistryListener listener;
  private final Deadline deadline;

  Transfer(
      Source content, Digest blob, boolean upload, RegistryListener listener, Deadline deadline) {
    super(content);
    this.blob = blob;
    this.upload = upload;
    this.listener = listener;
    this.deadline = deadline;
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    if (deadline.isOver()) {
      throw deadline.exceeded("Transfer of blob " + blob, null);
    }
    long read = super.read(sink, byteCount);
    if (read > 0) {
      listener.bytesMoved(blob, upload, read);
    }
    return read;
  }
}
