package dev.referrers.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides whether a request may pass. */
final class Gate {

  private final Exchange exchange;
  private final Auth auth;
  private final @Nullable String authorization;
  private final long revokedUpTo;

  Gate(Exchange exchange, long revokedUpTo) {
    this.exchange = exchange;
    this.auth = exchange.behaviour().auth;
    this.authorization = exchange.headers().get("Authorization");
    this.revokedUpTo = revokedUpTo;
  }

  /** Null when the request may pass, else what it is answered. */
  @Nullable Answer refusal() {
    return switch (auth.scheme) {
      case NONE -> null;
      case BASIC -> auth.isUser(authorization) || isAnonymousPull() ? null : unauthorized("");
      case BEARER -> bearerRefusal();
    };
  }

  private @Nullable Answer bearerRefusal() {
    List<String> needed = Scopes.needed(exchange);
    Token token = token();
    if (token == null) {
      return unauthorized(challengedScope(needed));
    }
    if (isEnough(token, needed)) {
      return null;
    }
    return auth.deniedStatus == 401
        ? unauthorized(challengedScope(needed))
        : Answer.error(auth.deniedStatus, "DENIED", "requested access to the resource is denied");
  }

  private boolean isEnough(Token token, List<String> needed) {
    if (auth.anyToken || needed.isEmpty()) {
      return true;
    }
    if (auth.scope != null) {
      return token.scopes().contains(auth.scope);
    }
    return needed.stream().allMatch(scope -> Scopes.allow(token.scopes(), scope));
  }

  private @Nullable Token token() {
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      return null;
    }
    Token token = Token.decode(authorization.substring("Bearer ".length()));
    boolean good =
        token != null
            && token.kind().equals(Token.ACCESS)
            && token.realm().equals(auth.realm(exchange.baseUrl()))
            && token.number() > revokedUpTo
            && !token.isExpired();
    return good ? token : null;
  }

  private boolean isAnonymousPull() {
    boolean reads = exchange.method().equals("GET") || exchange.method().equals("HEAD");
    return authorization == null && auth.anonymousPull && reads;
  }

  private String challengedScope(List<String> needed) {
    return auth.scope == null ? String.join(" ", needed) : auth.scope;
  }

  private Answer unauthorized(String scope) {
    Answer answer = Answer.error(401, "UNAUTHORIZED", "authentication required");
    for (String challenge : auth.challenges) {
      answer =
          answer.withHeader(
              "WWW-Authenticate",
              challenge
                  .replace("{realm}", auth.realm(exchange.baseUrl()))
                  .replace("{service}", TokenEndpoint.service(exchange))
                  .replace("{scope}", scope)
                  .replace(",scope=\"\"", ""));
    }
    return answer;
  }
}
