package dev.referrers.oci;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Annotations of a manifest, index or descriptor, in the order of their keys. Values may be empty.
 *
 * @see <a
 *     href="https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md">image-spec,
 *     Annotations</a>
 */
public record Annotations(Map<String, String> values) {

  public static final Annotations NONE = new Annotations(Map.of());

  /**
   * @throws IllegalArgumentException when a key is empty
   */
  public Annotations {
    values = values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(values));
    if (values.containsKey("")) {
      throw new IllegalArgumentException("Annotation needs a key but it is empty");
    }
  }

  public static Annotations of(String key, String value) {
    return new Annotations(Map.of(key, value));
  }

  /** A copy that has this value for the key, whether the key was there or not. */
  public Annotations with(String key, String value) {
    var copy = new TreeMap<>(values);
    copy.put(key, value);
    return new Annotations(copy);
  }

  /** A copy with {@value AnnotationKeys#CREATED} in whole seconds, unless that is there already. */
  public Annotations dated(Instant now) {
    return get(AnnotationKeys.CREATED) != null
        ? this
        : with(AnnotationKeys.CREATED, now.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** The value of the key, or null. */
  public @Nullable String get(String key) {
    return values.get(key);
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Whether every key of {@code wanted} is here with the same value. */
  public boolean containsAll(Annotations wanted) {
    return values.entrySet().containsAll(wanted.values.entrySet());
  }

  /**
   * When the content was made, as {@value AnnotationKeys#CREATED} says; null when it is absent or
   * no RFC 3339 date-time. Anybody can write it: fit for sorting, not for decisions.
   */
  public @Nullable Instant created() {
    String text = get(AnnotationKeys.CREATED);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
