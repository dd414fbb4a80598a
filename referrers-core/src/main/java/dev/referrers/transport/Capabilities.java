package dev.referrers.transport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known about repositories, learnt from their ordinary answers. Knowledge belongs to one
 * repository (a proxy may differ from one to the next) and expires, except what the caller pinned.
 *
 * <p>Thread-safe. One may be shared between clients.
 */
public final class Capabilities {

  /** How long learnt facts are believed unless said otherwise: one hour. */
  public static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);

  /**
   * One piece of knowledge.
   *
   * @param repository host and name, such as {@code registry.example/acme/api}
   * @param evidence the answer that it was learnt from, such as {@code GET referrers: 404}
   * @param expires when it is forgotten; null for what the caller pinned
   */
  public record Fact(
      String repository,
      Feature feature,
      boolean supported,
      String evidence,
      @Nullable Instant expires) {}

  private record Key(String repository, Feature feature) {}

  private final Map<Key, Fact> facts = new ConcurrentHashMap<>();
  private final Duration lifetime;
  private final InstantSource clock;

  public Capabilities() {
    this(DEFAULT_LIFETIME, InstantSource.system());
  }

  /**
   * @param lifetime how long a learnt fact is believed
   */
  public Capabilities(Duration lifetime, InstantSource clock) {
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /** The fact about this feature, or null when nothing is known (any more). */
  public @Nullable Fact fact(String repository, Feature feature) {
    Key key = new Key(repository, feature);
    Fact fact = facts.get(key);
    if (fact != null && fact.expires() != null && !clock.instant().isBefore(fact.expires())) {
      facts.remove(key, fact);
      return null;
    }
    return fact;
  }

  /** Whether the feature is known to work; false when unknown. */
  public boolean supports(String repository, Feature feature) {
    Fact fact = fact(repository, feature);
    return fact != null && fact.supported();
  }

  /** Whether the feature is known not to work; false when unknown. */
  public boolean lacks(String repository, Feature feature) {
    Fact fact = fact(repository, feature);
    return fact != null && !fact.supported();
  }

  /** Remembers what an answer showed; a pinned fact stays as it is. */
  public void learn(String repository, Feature feature, boolean supported, String evidence) {
    var learnt = new Fact(repository, feature, supported, evidence, clock.instant().plus(lifetime));
    facts.merge(
        new Key(repository, feature), learnt, (old, now) -> old.expires() == null ? old : now);
  }

  /** Sets a fact that no answer changes and that does not expire. */
  public void pin(String repository, Feature feature, boolean supported) {
    facts.put(
        new Key(repository, feature), new Fact(repository, feature, supported, "pinned", null));
  }

  /** Forgets everything about the repository, pinned facts too. */
  public void forget(String repository) {
    facts.keySet().removeIf(key -> key.repository().equals(repository));
  }

  /** All that is known now, by repository and feature. */
  public List<Fact> facts() {
    return List.copyOf(facts.keySet()).stream()
        .map(key -> fact(key.repository(), key.feature()))
        .filter(fact -> fact != null)
        .sorted(Comparator.comparing(Fact::repository).thenComparing(Fact::feature))
        .toList();
  }
}
