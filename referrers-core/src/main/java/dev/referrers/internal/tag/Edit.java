package dev.referrers.internal.tag;

import dev.referrers.oci.Descriptor;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a list shall have, and what not.
 *
 * @param removals picks entries to take off with the same write
 * @param first whether additions go before what is there, and not behind it
 */
public record Edit(List<Descriptor> additions, Predicate<Descriptor> removals, boolean first) {

  public Edit {
    additions = List.copyOf(additions);
  }
}
