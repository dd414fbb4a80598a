package dev.referrers.internal.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of an object's members so far: nearly always few, and the same instances again. */
final class SeenNames {

  private static final int FEW = 12;

  private final @Nullable String[] few = new @Nullable String[FEW];
  private int count;
  private @Nullable Set<String> many;

  /** Whether it has not come before. */
  boolean add(String name) {
    if (many != null) {
      return many.add(name);
    }
    for (int i = 0; i < count; i++) {
      if (name.equals(few[i])) {
        return false;
      }
    }
    if (count == FEW) {
      many = new HashSet<>(Arrays.asList(few));
      return many.add(name);
    }
    few[count++] = name;
    return true;
  }
}
