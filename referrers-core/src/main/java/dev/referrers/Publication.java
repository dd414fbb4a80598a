package dev.referrers;

import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.util.List;

/**
 * The receipt of a publication: what is stored, where it is listed, and what shows it.
 *
 * @param manifest the manifest that holds the attestation, as a referrers list shows it
 * @param subject what it is about
 * @param layout {@code referrer}; other publishers have names of their own
 * @param listedBy what a reader finds it through
 * @param evidence why it is taken to be listed
 * @param created false when an identical one was there already and nothing was written
 * @param replaced manifests that this one took the place of
 * @param warnings what did not go as wished and does not matter to readers, such as a refused
 *     deletion
 */
public record Publication(
    Descriptor manifest,
    Descriptor subject,
    String layout,
    ListedBy listedBy,
    Evidence evidence,
    boolean created,
    List<Digest> replaced,
    List<String> warnings) {

  /** What lists a referrer. */
  public enum ListedBy {
    REFERRERS_API,
    REFERRERS_TAG
  }

  /** Why a publication counts as listed. */
  public enum Evidence {
    /** The registry acknowledged the subject with {@code OCI-Subject}. */
    PROMISED,
    /** It was read back from the list. */
    SEEN
  }

  public Publication {
    replaced = List.copyOf(replaced);
    warnings = List.copyOf(warnings);
  }
}
