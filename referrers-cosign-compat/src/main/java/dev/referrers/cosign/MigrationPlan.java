package dev.referrers.cosign;

import dev.referrers.PublicationPlan;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the migration of one subject would do, as things are now.
 *
 * @param steps one for each attestation of a layout to migrate from
 * @param tags what would become of cosign's tags, if their removal was asked for
 * @param publications what would be written; one for each layout that something goes to
 */
public record MigrationPlan(
    Descriptor subject,
    List<MigrationStep> steps,
    List<TagStep> tags,
    List<PublicationPlan> publications) {

  /**
   * What may become of a tag.
   *
   * @param manifest what it points to
   * @param stays why it can't be removed; null when it can, once all that it holds is migrated
   */
  public record TagStep(String tag, Digest manifest, @Nullable String stays) {}

  public MigrationPlan {
    steps = List.copyOf(steps);
    tags = List.copyOf(tags);
    publications = List.copyOf(publications);
  }
}
