package dev.referrers.attestation;

import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Blob;
import java.util.List;

/**
 * Content that nobody looks into: an SBOM file, a report, a licence list. Not signed, unless in a
 * format of its own.
 *
 * @param artifactType media type of the whole, such as {@code application/spdx+json}
 * @param files its files in order, each with its own media type; may be empty
 */
public record Artifact(String artifactType, List<Blob> files) implements Content {

  /**
   * @throws IllegalArgumentException when the artifactType is no media type by RFC 6838, or stands
   *     for "nothing here"
   */
  public Artifact {
    files = List.copyOf(files);
    if (!MediaTypes.isValid(artifactType) || artifactType.equals(MediaTypes.EMPTY_JSON)) {
      throw new IllegalArgumentException(
          "Artifact needs a media type such as application/spdx+json but has \""
              + artifactType
              + '"');
    }
  }

  public static Artifact of(String artifactType, Blob file) {
    return new Artifact(artifactType, List.of(file));
  }
}
