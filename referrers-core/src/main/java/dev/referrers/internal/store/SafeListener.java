package dev.referrers.internal.store;

import dev.referrers.oci.Digest;
import dev.referrers.transport.RegistryListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Drops what a caller's listener throws: watching must not change the outcome. */
public final class SafeListener implements RegistryListener {

  private final RegistryListener listener;

  /** A listener for the work of a client. */
  public SafeListener(RegistryListener listener) {
    this.listener = listener;
  }

  private static void drop(Runnable event) {
    try {
      event.run();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // RegistryListener promises this
    }
  }

  @Override
  public void requestFinished(String method, String url, int status, long sent, Duration took) {
    drop(() -> listener.requestFinished(method, url, status, sent, took));
  }

  @Override
  public void bytesMoved(Digest blob, boolean upload, long bytes) {
    drop(() -> listener.bytesMoved(blob, upload, bytes));
  }

  @Override
  public void retrying(String method, String url, int attempt, Duration pause, String failure) {
    drop(() -> listener.retrying(method, url, attempt, pause, failure));
  }

  @Override
  public void fallbackChosen(String repository, String evidence) {
    drop(() -> listener.fallbackChosen(repository, evidence));
  }

  @Override
  public void pageRead(String repository, Digest subject, int page, int entries) {
    drop(() -> listener.pageRead(repository, subject, page, entries));
  }

  @Override
  public void warned(String repository, String warning) {
    drop(() -> listener.warned(repository, warning));
  }

  @Override
  public void tagWritten(String repository, String tag, int entries, @Nullable String condition) {
    drop(() -> listener.tagWritten(repository, tag, entries, condition));
  }
}
