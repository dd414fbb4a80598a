package dev.referrers.testing;

import dev.referrers.oci.Descriptor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a referrers list.
 *
 * @param descriptor as the specification wants it listed
 * @param listings how often the list was asked for since
 * @param pushedAt by {@link System#nanoTime()}
 */
record Referrer(
    Descriptor descriptor,
    @Nullable String configMediaType,
    AtomicInteger listings,
    long pushedAt) {

  static Referrer of(Descriptor descriptor, @Nullable String configMediaType) {
    return new Referrer(descriptor, configMediaType, new AtomicInteger(), System.nanoTime());
  }
}
