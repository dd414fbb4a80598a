package dev.referrers.internal.http;

import dev.referrers.error.RegistryException;
import dev.referrers.internal.auth.Authenticator;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.concurrent.Time;
import dev.referrers.internal.net.Urls;
import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Sends requests with what the registry wants to let us in; other origins get nothing of it. */
final class Authorized {

  private interface Step {
    @Nullable String run() throws IOException;
  }

  private final Wire wire;
  private final HttpUrl base;
  private final Authenticator authenticator;
  private final FirstRequests firstReads = new FirstRequests();
  private final FirstRequests firstWrites = new FirstRequests();

  Authorized(Wire wire, HttpUrl base, Authenticator authenticator) {
    this.wire = wire;
    this.base = base;
    this.authenticator = authenticator;
  }

  Answer send(Outgoing request, Deadline deadline) throws IOException {
    if (!Urls.sameOrigin(request.url(), base)) {
      return wire.send(request, null, deadline);
    }
    String sent = authorization(request, deadline);
    if (sent != null || authenticator.credentialSource() == null) {
      return send(request, sent, deadline, null);
    }
    FirstRequests first = request.isRead() ? firstReads : firstWrites;
    try (FirstRequests.Turn turn = first.take(request.text(), deadline)) {
      return send(request, authorization(request, deadline), deadline, turn);
    }
  }

  private Answer send(
      Outgoing request, @Nullable String sent, Deadline deadline, FirstRequests.@Nullable Turn turn)
      throws IOException {
    Answer answer = wire.send(request, sent, deadline);
    String better = answer.status() == 401 ? answerTo(answer, sent, deadline) : null;
    if (turn != null) {
      turn.learnt();
    }
    if (better == null) {
      return answer;
    }
    answer.close();
    return wire.send(request, better, deadline);
  }

  private @Nullable String authorization(Outgoing request, Deadline deadline) throws IOException {
    return ask(
        () -> authenticator.authorization(request.scope(), deadline.nanoTime()), request, deadline);
  }

  private @Nullable String answerTo(Answer answer, @Nullable String sent, Deadline deadline)
      throws IOException {
    Outgoing request = answer.request();
    boolean done = false;
    try {
      String better =
          ask(
              () ->
                  authenticator.answer(
                      answer.headers("WWW-Authenticate"),
                      request.scope(),
                      sent,
                      deadline.nanoTime()),
              request,
              deadline);
      done = true;
      return better;
    } finally {
      if (!done) {
        answer.close();
      }
    }
  }

  private static @Nullable String ask(Step step, Outgoing request, Deadline deadline)
      throws IOException {
    try {
      return step.run();
    } catch (RegistryException e) {
      throw e;
    } catch (InterruptedIOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw Time.interrupted("interrupted");
      }
      throw deadline.exceeded("Authorisation of " + request.text(), e);
    }
  }
}
