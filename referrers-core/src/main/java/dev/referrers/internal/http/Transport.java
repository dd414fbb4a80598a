package dev.referrers.internal.http;

import dev.referrers.error.LimitExceededException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.net.PlainHttp;
import dev.referrers.transport.Limits;
import java.io.IOException;
import okhttp3.HttpUrl;

/** Sends requests over the redirects that may be followed. */
final class Transport {

  private final Authorized authorized;
  private final PlainHttp plainHttp;
  private final Limits limits;

  Transport(Authorized authorized, PlainHttp plainHttp, Limits limits) {
    this.authorized = authorized;
    this.plainHttp = plainHttp;
    this.limits = limits;
  }

  /** The answer, whatever status it has. */
  Answer send(Outgoing request, Deadline deadline) throws IOException {
    Outgoing next = request;
    for (int redirects = 0; ; redirects++) {
      Answer answer = authorized.send(next, deadline);
      HttpUrl target = Redirects.target(answer);
      if (target == null || !Redirects.isFollowed(answer, target)) {
        return answer;
      }
      answer.close();
      plainHttp.check("Redirect", next.url(), target);
      if (redirects >= limits.redirects()) {
        throw new LimitExceededException(
            "Redirect chain of " + request.text(),
            limits.redirects(),
            "redirects",
            "Limits.redirects");
      }
      next = next.at(target);
    }
  }
}
