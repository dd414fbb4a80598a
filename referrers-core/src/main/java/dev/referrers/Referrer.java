package dev.referrers;

import dev.referrers.oci.Descriptor;
import java.util.List;

/**
 * A manifest that says it is about a subject. Found, not verified: anybody who can push can make
 * one.
 *
 * @param descriptor its digest and size, and artifactType and annotations as far as they are known
 * @param origins the sources that list it
 */
public record Referrer(Descriptor descriptor, List<Source> origins) {

  public Referrer {
    origins = List.copyOf(origins);
  }
}
