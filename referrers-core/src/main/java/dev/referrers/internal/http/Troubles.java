package dev.referrers.internal.http;

import dev.referrers.error.ConnectionException;
import dev.referrers.error.RegistryException;
import dev.referrers.internal.net.Urls;
import java.io.IOException;
import okhttp3.Call;

/** Says in our own types why a request came to nothing. */
final class Troubles {

  /** Content of ours could not be read: no matter of the connection. */
  static final class UnreadableContent extends IOException {
    private final IOException reason;

    UnreadableContent(IOException reason) {
      super(reason);
      this.reason = reason;
    }
  }

  private Troubles() {}

  /**
   * @param failure what OkHttp threw, or something that we threw through it
   */
  static IOException translate(
      IOException failure, Outgoing request, Call call, Deadline deadline) {
    if (failure instanceof RegistryException) {
      return failure;
    }
    if (failure instanceof UnreadableContent unreadable) {
      return unreadable.reason;
    }
    if (Thread.currentThread().isInterrupted()) {
      return Deadline.interrupted();
    }
    if (call.isCanceled() || deadline.isOver()) { // only the call's timeout cancels it otherwise
      return deadline.exceeded(request.text(), null);
    }
    return new ConnectionException(request.method(), Urls.place(request.url()), failure);
  }
}
