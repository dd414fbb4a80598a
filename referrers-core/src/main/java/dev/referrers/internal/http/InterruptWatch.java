package dev.referrers.internal.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;

/**
 * Cancels calls whose thread is interrupted: OkHttp's blocking calls don't notice by themselves.
 * One daemon thread looks at all of them, and ends a while after the last.
 */
final class InterruptWatch {

  static final InterruptWatch SHARED = new InterruptWatch();

  private static final long PERIOD_MILLIS = 20;
  private static final int IDLE_PERIODS = 100;

  /** A call under way on a thread, to be ended when the thread is back. */
  final class Watched {

    private final Thread thread = Thread.currentThread();
    private final Call call;

    private Watched(Call call) {
      this.call = call;
    }

    void end() {
      watched.remove(this);
    }

    private void cancelIfInterrupted() {
      if (thread.isInterrupted()) {
        call.cancel();
      }
    }
  }

  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private volatile boolean running;

  private InterruptWatch() {}

  /** Watches what the current thread does with the call. */
  Watched watch(Call call) {
    var entry = new Watched(call);
    watched.add(entry);
    if (!running) {
      start();
    }
    return entry;
  }

  private synchronized void start() {
    if (!running) {
      running = true;
      var thread = new Thread(this::run, "referrers-interrupts");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    try {
      int idle = 0;
      while (idle < IDLE_PERIODS || !stop()) {
        Thread.sleep(PERIOD_MILLIS);
        idle = watched.isEmpty() ? idle + 1 : 0;
        watched.forEach(Watched::cancelIfInterrupted);
      }
    } catch (InterruptedException e) {
      running = false; // nobody has a reason to; the next call starts it again
    }
  }

  /** Stops unless a call has come meanwhile: that one saw {@link #running}. */
  private synchronized boolean stop() {
    running = false;
    running = !watched.isEmpty();
    return !running;
  }
}
