package dev.referrers.internal.auth;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tokens by realm and by the scope that <em>we</em> wanted, whatever the registry calls it, so that
 * the next request for it finds them (oras-go#650). Thread-safe.
 */
final class TokenCache {

  private static final int MAX_TOKENS = 1000;
  private static final Duration LONGEST_MARGIN = Duration.ofSeconds(30);

  private record Key(Realm realm, Scope scope) {}

  private record Entry(String token, long expiresNanos) {

    @Override
    public String toString() {
      return "token";
    }
  }

  private final Map<Key, Entry> entries = new HashMap<>();
  private final LongSupplier nanoClock;

  TokenCache(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** A token that serves the scope and does not end soon, or null. */
  synchronized @Nullable String find(Realm realm, Scope scope) {
    Key key = new Key(realm, scope);
    Entry entry = entries.get(key);
    if (entry == null || isOver(entry)) {
      entry = wider(realm, scope);
      if (entry != null) {
        entries.put(key, entry);
      }
    }
    return entry == null ? null : entry.token;
  }

  /**
   * @param askedNanos when it was asked for, by the clock of this cache
   */
  synchronized void put(Realm realm, Scope scope, Token token, long askedNanos) {
    entries.values().removeIf(this::isOver);
    if (entries.size() >= MAX_TOKENS) {
      entries.clear(); // they cost one request each to get again
    }
    long usable = token.lifetime().minus(margin(token.lifetime())).toNanos();
    entries.put(new Key(realm, scope), new Entry(token.value(), askedNanos + usable));
  }

  /** Forgets a token that a registry has rejected. */
  synchronized void drop(String token) {
    entries.values().removeIf(entry -> entry.token.equals(token));
  }

  private @Nullable Entry wider(Realm realm, Scope scope) {
    for (var candidate : entries.entrySet()) {
      Key key = candidate.getKey();
      if (key.realm.equals(realm) && key.scope.covers(scope) && !isOver(candidate.getValue())) {
        return candidate.getValue();
      }
    }
    return null;
  }

  private boolean isOver(Entry entry) {
    return nanoClock.getAsLong() - entry.expiresNanos >= 0;
  }

  /** A fifth of a short life, so that a token of 60 s is not used in its last 12. */
  private static Duration margin(Duration lifetime) {
    Duration fifth = lifetime.dividedBy(5);
    return fifth.compareTo(LONGEST_MARGIN) < 0 ? fifth : LONGEST_MARGIN;
  }
}
