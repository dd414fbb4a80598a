package dev.referrers.testing;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/** {@code /token}: the GET form and the OAuth2 POST form of distribution's token server. */
final class TokenEndpoint {

  private final Exchange exchange;
  private final Auth auth;
  private final String realm;

  private TokenEndpoint(Exchange exchange) {
    this.exchange = exchange;
    this.auth = exchange.behaviour().auth;
    this.realm = auth.realm(exchange.baseUrl());
  }

  static Answer token(Exchange exchange) {
    if (exchange.behaviour().auth.scheme != Auth.Scheme.BEARER) {
      return Answer.status(404);
    }
    var endpoint = new TokenEndpoint(exchange);
    return switch (exchange.method()) {
      case "GET" -> endpoint.get();
      case "POST" -> endpoint.auth.post ? endpoint.post() : Answer.status(404);
      default -> Exchange.unsupported();
    };
  }

  /** What the registry is called in challenges: host and port. */
  static String service(Exchange exchange) {
    return exchange.baseUrl().substring(exchange.baseUrl().indexOf("://") + 3);
  }

  private Answer get() {
    String authorization = exchange.headers().get("Authorization");
    boolean isUser = auth.isUser(authorization);
    if (!isUser && (authorization != null || !auth.anonymousPull)) {
      return denied();
    }
    List<String> scopes = scopes(exchange.query());
    boolean offline = "true".equals(exchange.query().get("offline_token"));
    return isUser ? granted(auth.user, scopes, offline) : granted("", scopes, false);
  }

  private Answer post() {
    Query form = Query.parse(exchange.body().utf8());
    if (form.get("service") == null || form.get("client_id") == null) {
      return Answer.error(400, "UNSUPPORTED", "service and client_id are required");
    }
    boolean offline = "offline".equals(form.get("access_type"));
    boolean good =
        switch (form.get("grant_type", "")) {
          case "password" ->
              auth.user.equals(form.get("username")) && auth.password.equals(form.get("password"));
          case "refresh_token" -> isRefreshToken(form.get("refresh_token", ""));
          default -> false;
        };
    return good ? granted(auth.user, scopes(form), offline) : denied();
  }

  private boolean isRefreshToken(String text) {
    Token token = Token.decode(text);
    return text.equals(auth.identityToken)
        || (token != null && token.kind().equals(Token.REFRESH) && token.realm().equals(realm));
  }

  private Answer granted(String user, List<String> asked, boolean offline) {
    List<String> allowed = user.isEmpty() ? List.of("pull") : auth.granted;
    List<String> scopes = asked.stream().map(scope -> Scopes.limited(scope, allowed)).toList();
    long expiresAt =
        System.currentTimeMillis() + 1000L * Objects.requireNonNullElse(auth.expiresIn, 60);
    String token = Token.issue(Token.ACCESS, realm, user, scopes, expiresAt).encode();
    var answer = new LinkedHashMap<String, Object>();
    answer.put("token", token);
    answer.put("access_token", token);
    answer.put("issued_at", Instant.now().toString());
    if (auth.expiresIn != null) {
      answer.put("expires_in", auth.expiresIn);
    }
    if (offline) {
      var refresh = Token.issue(Token.REFRESH, realm, user, List.of(), Long.MAX_VALUE);
      answer.put("refresh_token", refresh.encode());
    }
    return Answer.json(200, Json.write(answer));
  }

  /** One parameter per scope, or several in one with spaces between; both are met. */
  private static List<String> scopes(Query query) {
    return query.all("scope").stream()
        .flatMap(scope -> Arrays.stream(scope.split(" ", -1)))
        .filter(scope -> !scope.isEmpty())
        .toList();
  }

  private static Answer denied() {
    return Answer.error(401, "UNAUTHORIZED", "incorrect username or password");
  }
}
