package dev.referrers.internal.http;

import dev.referrers.error.ConnectionException;
import dev.referrers.error.RegistryException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.internal.net.Urls;
import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

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
      return Time.interrupted("interrupted");
    }
    if (call.isCanceled() || deadline.isOver()) { // only the call's timeout cancels it otherwise
      return deadline.exceeded(request.text(), null);
    }
    return new ConnectionException(request.method(), Urls.place(request.url()), failure);
  }

  /** Whether another try is in vain: who is not trusted, or has no TLS, stays so. */
  static boolean isLasting(@Nullable Throwable failure) {
    return failure != null && (isPlainAnswer(failure) || isDistrust(failure));
  }

  private static boolean isDistrust(@Nullable Throwable failure) {
    return failure != null
        && (failure instanceof CertificateException
            || failure instanceof SSLPeerUnverifiedException
            || isDistrust(failure.getCause()));
  }

  /** The JDK says so in words only. */
  private static boolean isPlainAnswer(Throwable failure) {
    return failure instanceof SSLException
        && String.valueOf(failure.getMessage())
            .startsWith("Unsupported or unrecognized SSL message");
  }
}
