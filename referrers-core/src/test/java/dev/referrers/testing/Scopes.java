package dev.referrers.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Scopes of the form {@code repository:<name>:<action>,<action>}. */
final class Scopes {

  private Scopes() {}

  /** What a request needs. */
  static List<String> needed(Exchange exchange) {
    String name = exchange.repositoryName();
    if (name.isEmpty()) {
      return List.of();
    }
    var scopes = new ArrayList<String>();
    scopes.add("repository:" + name + ":" + actions(exchange.target().route()));
    String from = exchange.query().get("from");
    if (from != null && exchange.target().route() == Route.POST_UPLOAD) {
      scopes.add("repository:" + from + ":pull");
    }
    return scopes;
  }

  /** Whether the scopes hold each action of the needed one. */
  static boolean allow(List<String> held, String needed) {
    int colon = needed.lastIndexOf(':');
    String resource = needed.substring(0, colon + 1);
    List<String> actions =
        held.stream()
            .filter(scope -> scope.startsWith(resource))
            .flatMap(scope -> Arrays.stream(scope.substring(resource.length()).split(",", -1)))
            .toList();
    return Arrays.stream(needed.substring(colon + 1).split(",", -1)).allMatch(actions::contains);
  }

  /** The scope with those of its actions that are granted; an opaque one as it is. */
  static String limited(String scope, List<String> granted) {
    int colon = scope.lastIndexOf(':');
    if (colon < 0) {
      return scope;
    }
    String actions =
        Arrays.stream(scope.substring(colon + 1).split(",", -1))
            .flatMap(action -> action.equals("*") ? granted.stream() : List.of(action).stream())
            .filter(granted::contains)
            .collect(Collectors.joining(","));
    return scope.substring(0, colon + 1) + actions;
  }

  private static String actions(Route route) {
    return switch (route) {
      case PUT_MANIFEST, POST_UPLOAD, PATCH_UPLOAD, PUT_UPLOAD, GET_UPLOAD, DELETE_UPLOAD ->
          "pull,push";
      case DELETE_MANIFEST, DELETE_BLOB -> "delete";
      default -> "pull";
    };
  }
}
