package dev.referrers.internal.http;

import dev.referrers.internal.net.Urls;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads redirects. They are followed by hand, since OkHttp would follow them anywhere. */
final class Redirects {

  private static final Set<Integer> CHANGING = Set.of(301, 302, 303);
  private static final Set<Integer> KEEPING = Set.of(307, 308);

  private Redirects() {}

  /** Where the answer leads; null when it is no redirect, or to no http or https URL. */
  static @Nullable HttpUrl target(Answer answer) {
    String location = answer.header("Location");
    boolean redirect = CHANGING.contains(answer.status()) || KEEPING.contains(answer.status());
    return redirect && location != null ? answer.url().resolve(location) : null;
  }

  /** Whether to go there: to the registry itself, or for redirectable requests anywhere. */
  static boolean isFollowed(Answer answer, HttpUrl target) {
    Outgoing request = answer.request();
    return (request.isRead() || KEEPING.contains(answer.status()))
        && (request.redirectable() || Urls.sameOrigin(request.url(), target));
  }

  /** Whether the registry is reached by http and wants https. */
  static boolean isUpgrade(HttpUrl from, HttpUrl to) {
    return !from.isHttps() && to.isHttps() && from.host().equals(to.host());
  }
}
