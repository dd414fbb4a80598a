package dev.referrers.internal.layout;

import dev.referrers.internal.store.SafeListener;
import dev.referrers.transport.Limits;
import dev.referrers.transport.RegistryListener;
import java.time.Duration;

/**
 * All that is decided about the use of a layout.
 *
 * @param timeout of one operation, unless it moves a blob
 * @param transferTimeout of one operation that moves a blob
 */
public record LayoutSettings(
    Limits limits, RegistryListener listener, Duration timeout, Duration transferTimeout) {

  /** Those of a registry's client where they apply. */
  public static final LayoutSettings DEFAULT =
      new LayoutSettings(
          Limits.DEFAULT, RegistryListener.NONE, Duration.ofMinutes(5), Duration.ofHours(1));

  public LayoutSettings {
    listener = new SafeListener(listener);
  }
}
