package dev.referrers.cosign;

import dev.referrers.oci.Descriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one attestation.
 *
 * @param entry the layer that holds it now
 * @param from the layout it is in, in the words of {@link dev.referrers.Publication#layout()}
 * @param tags those of cosign's tags that hold it
 * @param to the layout it goes to; null when it is left where it is
 * @param present whether it is there already: listed, and read back the same
 * @param reason why the layouts before could not hold it, or why it is left; null when the first
 *     takes it
 */
public record MigrationStep(
    Descriptor entry,
    String from,
    List<String> tags,
    @Nullable String to,
    boolean present,
    @Nullable String reason) {

  public MigrationStep {
    tags = List.copyOf(tags);
  }
}
