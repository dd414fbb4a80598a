package dev.referrers.cosign;

import dev.referrers.oci.Digest;
import dev.referrers.oci.Tag;
import java.util.List;

/**
 * Names of cosign's tags.
 *
 * @param prefix that all begin with; mostly empty
 */
record CosignTag(String prefix) {

  static final String SIGNATURES = ".sig";
  static final String ATTESTATIONS = ".att";
  static final String SBOMS = ".sbom";
  static final List<String> SUFFIXES = List.of(SIGNATURES, ATTESTATIONS, SBOMS);

  /** As cosign bounds what it reads. */
  private static final int MOST_LAYERS = 1000;

  /** With the longest suffix. */
  private static final String ANY_TAG = "sha256-" + "0".repeat(64) + SBOMS;

  /**
   * @throws IllegalArgumentException when no tag can begin so, or it is too long
   */
  CosignTag {
    Tag.parse(prefix + ANY_TAG);
  }

  /** How many layers a tag has room for: cosign attaches one SBOM. */
  static int mostLayers(String tag) {
    return tag.endsWith(SBOMS) ? 1 : MOST_LAYERS;
  }

  /** Whether there are tags of the subject: one with a sha512 digest would be too long. */
  static boolean isFor(Digest subject) {
    return subject.algorithm().equals("sha256");
  }

  /**
   * The tag of a subject.
   *
   * @throws IllegalArgumentException when there is none, as for a sha512 digest
   */
  String of(Digest subject, String suffix) {
    if (!isFor(subject)) {
      throw new IllegalArgumentException("Cosign tag needs a sha256 digest but has " + subject);
    }
    return prefix + "sha256-" + subject.encoded() + suffix;
  }
}
