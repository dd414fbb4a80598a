package dev.referrers.internal.auth;

import dev.referrers.oci.RepositoryName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scope that a challenge asks for, and what we make of it. The registry knows best, so its
 * words are passed on as they are, opaque ones too ({@code aws} of Amazon ECR Public,
 * oras-dotnet#395). Where it speaks of our own repositories, our own actions are added; where it
 * says nothing, ours are all.
 */
final class ChallengedScope {

  private static final String REPOSITORY = "repository:";

  private final List<String> parts;

  private ChallengedScope(List<String> parts) {
    this.parts = parts;
  }

  static ChallengedScope parse(@Nullable String scope) {
    return new ChallengedScope(
        scope == null
            ? List.of()
            : Stream.of(scope.strip().split("\\s+")).filter(part -> !part.isEmpty()).toList());
  }

  /** The scopes to ask a token for, when this came as the answer to a request for {@code ours}. */
  List<String> toAsk(Scope ours) {
    if (parts.isEmpty()) {
      return ours.texts();
    }
    Map<String, Set<String>> actions = new LinkedHashMap<>();
    parts.forEach(part -> add(actions, part));
    if (names(ours)) {
      ours.texts().forEach(part -> add(actions, part));
    }
    return actions.entrySet().stream().map(ChallengedScope::text).toList();
  }

  /**
   * The scopes to ask a token for without another challenge, when this was learnt from one; null
   * when they can't be told, because this registry calls its repositories something else in scopes
   * (Artifactory, oras-go#650).
   */
  @Nullable List<String> foresee(Scope wanted, Scope learntWith) {
    if (wanted.equals(learntWith)) {
      return toAsk(wanted);
    }
    List<String> opaque = parts.stream().filter(part -> !part.startsWith(REPOSITORY)).toList();
    if (opaque.size() == parts.size()) {
      return opaque.isEmpty() ? wanted.texts() : opaque;
    }
    if (!names(learntWith)) {
      return null;
    }
    var all = new ArrayList<>(wanted.texts());
    all.addAll(opaque);
    return all;
  }

  private boolean names(Scope scope) {
    return scope.repositories().stream()
        .map(RepositoryName::value)
        .anyMatch(name -> parts.stream().anyMatch(part -> isFor(part, name)));
  }

  private static boolean isFor(String part, String name) {
    int end = part.lastIndexOf(':');
    return end > 0 && part.substring(0, end).equals(REPOSITORY + name);
  }

  private static void add(Map<String, Set<String>> actions, String part) {
    int end = part.startsWith(REPOSITORY) ? part.lastIndexOf(':') : -1;
    boolean named = end >= REPOSITORY.length();
    Set<String> known =
        actions.computeIfAbsent(named ? part.substring(0, end) : part, k -> new LinkedHashSet<>());
    if (named) {
      known.addAll(List.of(part.substring(end + 1).split(",")));
    }
  }

  private static String text(Map.Entry<String, Set<String>> part) {
    Set<String> actions = part.getValue();
    return actions.isEmpty() ? part.getKey() : part.getKey() + ":" + String.join(",", actions);
  }
}
