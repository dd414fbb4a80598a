package dev.referrers.internal.http;

import dev.referrers.internal.auth.Scope;
import dev.referrers.internal.net.Urls;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * One request as a call wants it sent, before authorisation.
 *
 * @param scope what has to be allowed
 * @param body can be written as often as it takes
 * @param redirectable whether another host may answer instead, without our credentials: storage,
 *     for content that is checked against its digest
 */
record Outgoing(
    String method,
    HttpUrl url,
    Headers headers,
    @Nullable RequestBody body,
    Scope scope,
    boolean redirectable) {

  static Outgoing of(String method, HttpUrl url, Scope scope) {
    return new Outgoing(method, url, Headers.of(), null, scope, false);
  }

  Outgoing header(String name, String value) {
    Headers more = headers.newBuilder().set(name, value).build();
    return new Outgoing(method, url, more, body, scope, redirectable);
  }

  Outgoing body(RequestBody body) {
    return new Outgoing(method, url, headers, body, scope, redirectable);
  }

  /** May be answered by another host. */
  Outgoing fromAnyHost() {
    return new Outgoing(method, url, headers, body, scope, true);
  }

  Outgoing at(HttpUrl url) {
    return new Outgoing(method, url, headers, body, scope, redirectable);
  }

  boolean isRead() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** Method, host and path. */
  String text() {
    return method + " " + Urls.place(url);
  }

  Request request(@Nullable String authorization) {
    // OkHttp would unpack gzip by itself, and hide the length of what it unpacks
    Headers.Builder all = headers.newBuilder().set("Accept-Encoding", "identity");
    if (authorization != null) {
      all.set("Authorization", authorization);
    }
    return new Request.Builder().url(url).method(method, body).headers(all.build()).build();
  }
}
