package dev.referrers.internal.http;

import dev.referrers.internal.concurrent.Deadline;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Sends one request once, when its turn has come, and ends it with its deadline. */
final class Wire {

  private final OkHttpClient client;
  private final Permits permits;

  Wire(OkHttpClient client, Permits permits) {
    this.client = client;
    this.permits = permits;
  }

  Answer send(Outgoing request, @Nullable String authorization, Deadline deadline)
      throws IOException {
    permits.acquire(request.text(), deadline);
    Answer answer = null;
    try {
      answer = execute(request, authorization, deadline);
      return answer;
    } finally {
      if (answer == null) {
        permits.release();
      }
    }
  }

  private Answer execute(Outgoing request, @Nullable String authorization, Deadline deadline)
      throws IOException {
    if (deadline.isOver()) {
      throw deadline.exceeded(request.text(), null);
    }
    Call call = client.newCall(request.request(authorization));
    call.timeout().timeout(Math.max(1, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
    try {
      return new Answer(request, call, call.execute(), deadline, permits::release);
    } catch (IOException e) {
      throw Troubles.translate(e, request, call, deadline);
    }
  }
}
