package dev.referrers.cosign;

import dev.referrers.Candidate;
import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attestation in a layout to migrate from, and where it goes.
 *
 * @param form what is published there, and read back
 * @param route null, as {@code form}, when it is left
 */
record MigrationEntry(
    Candidate source,
    List<String> tags,
    @Nullable Attestation form,
    @Nullable MigrationRoute route,
    boolean present,
    @Nullable String reason) {

  /** What is the same wherever it is. */
  record Key(Descriptor layer, Annotations annotations) {

    static Key of(Descriptor layer) {
      return new Key(layer.bare(), layer.annotations());
    }
  }

  MigrationEntry {
    tags = List.copyOf(tags);
  }

  Key key() {
    return Key.of(source.entry());
  }

  boolean isMissing() {
    return route != null && !present;
  }

  MigrationStep step() {
    return new MigrationStep(
        source.entry(),
        source.layout(),
        tags,
        route == null ? null : route.layout(),
        present,
        reason);
  }
}
