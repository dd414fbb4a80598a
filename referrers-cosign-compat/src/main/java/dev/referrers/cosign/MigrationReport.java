package dev.referrers.cosign;

import dev.referrers.Publication;
import dev.referrers.oci.Descriptor;
import java.util.List;

/**
 * What the migration of one subject did.
 *
 * @param steps one for each attestation that was in a layout to migrate from
 * @param published receipts of what was written
 * @param removedTags in the order of their removal
 * @param warnings why tags stayed that were to go
 */
public record MigrationReport(
    Descriptor subject,
    List<MigrationStep> steps,
    List<Publication> published,
    List<String> removedTags,
    List<String> warnings) {

  public MigrationReport {
    steps = List.copyOf(steps);
    published = List.copyOf(published);
    removedTags = List.copyOf(removedTags);
    warnings = List.copyOf(warnings);
  }
}
