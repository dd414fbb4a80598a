package dev.referrers;

import dev.referrers.internal.layout.LayoutSettings;
import dev.referrers.internal.layout.Layouts;
import dev.referrers.repository.Repository;

/**
 * A repository in the memory of this process, for tests and for what need not be kept. It behaves
 * as a registry that has the referrers API and checks conditions on tags, and goes with the last
 * reference to it.
 */
public final class MemoryRepository {

  private MemoryRepository() {}

  /**
   * Makes an empty repository.
   *
   * @param capacity bytes that it can hold; more is a {@link
   *     dev.referrers.error.LimitExceededException}
   * @throws IllegalArgumentException when that is negative
   */
  public static Repository holding(long capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("Capacity needs to be 0 or more but is " + capacity);
    }
    return Layouts.inMemory(capacity, LayoutSettings.DEFAULT);
  }
}
