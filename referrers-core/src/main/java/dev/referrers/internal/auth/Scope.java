package dev.referrers.internal.auth;

import dev.referrers.oci.RepositoryName;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an operation needs to be allowed to do: actions by repository. Immutable; the order of the
 * repositories does not count for equality.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/scope/">distribution, Token
 *     Scope Documentation</a>
 */
public final class Scope {

  enum Action {
    PULL,
    PUSH,
    DELETE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<RepositoryName, Set<Action>> actions;

  private Scope(Map<RepositoryName, Set<Action>> actions) {
    this.actions = Collections.unmodifiableMap(actions);
  }

  /** Reads from a repository. */
  public static Scope pull(RepositoryName repository) {
    return of(repository, EnumSet.of(Action.PULL));
  }

  /** Writes to a repository, and reads from it, so that one token serves both. */
  public static Scope push(RepositoryName repository) {
    return of(repository, EnumSet.of(Action.PULL, Action.PUSH));
  }

  /**
   * Deletes from a repository, and reads from it. Pushing is not asked for: who may delete need not
   * be allowed to push, and a registry that wants it says so in its challenge.
   */
  public static Scope delete(RepositoryName repository) {
    return of(repository, EnumSet.of(Action.PULL, Action.DELETE));
  }

  /** All that this one and the other allow. */
  public Scope and(Scope other) {
    Map<RepositoryName, Set<Action>> joined = new LinkedHashMap<>(actions);
    other.actions.forEach((repository, more) -> joined.merge(repository, more, Scope::union));
    return new Scope(joined);
  }

  /** Whether a token for this scope serves the other too. */
  public boolean covers(Scope other) {
    return other.actions.entrySet().stream()
        .allMatch(wanted -> actionsOn(wanted.getKey()).containsAll(wanted.getValue()));
  }

  /** The repository that the operation is about: the first one named. */
  RepositoryName repository() {
    return actions.keySet().iterator().next();
  }

  Set<RepositoryName> repositories() {
    return actions.keySet();
  }

  Set<Action> actionsOn(RepositoryName repository) {
    return actions.getOrDefault(repository, Set.of());
  }

  /** One text for each repository, such as {@code repository:acme/api:pull,push}. */
  List<String> texts() {
    return actions.entrySet().stream().map(Scope::text).toList();
  }

  private static String text(Map.Entry<RepositoryName, Set<Action>> entry) {
    return entry.getValue().stream()
        .map(Action::toString)
        .collect(Collectors.joining(",", "repository:" + entry.getKey() + ":", ""));
  }

  private static Scope of(RepositoryName repository, Set<Action> actions) {
    Map<RepositoryName, Set<Action>> one = new LinkedHashMap<>();
    one.put(repository, Collections.unmodifiableSet(actions));
    return new Scope(one);
  }

  private static Set<Action> union(Set<Action> one, Set<Action> other) {
    EnumSet<Action> all = EnumSet.copyOf(one);
    all.addAll(other);
    return Collections.unmodifiableSet(all);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scope that && that.actions.equals(actions);
  }

  @Override
  public int hashCode() {
    return actions.hashCode();
  }

  /** The texts of all repositories, with a space between, as an OAuth scope has them. */
  @Override
  public String toString() {
    return String.join(" ", texts());
  }
}
