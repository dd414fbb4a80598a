package dev.referrers;

import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.util.List;

/**
 * The receipt of a publication: what is stored, where it is listed, and what shows it.
 *
 * @param manifest the manifest that holds the attestation, as a referrers list shows it; one that
 *     holds several under a tag is replaced by the next publication
 * @param entry what holds this one attestation: the layer, where a manifest holds several, else the
 *     manifest
 * @param subject what it is about
 * @param layout {@code referrer}; other publishers have names of their own
 * @param listedBy what a reader finds it through
 * @param evidence why it is taken to be listed
 * @param created false when an identical one was there already and nothing was written
 * @param replaced manifests that this one took the place of, or layers
 * @param warnings what did not go as wished and does not matter to readers, such as a refused
 *     deletion
 * @param alongside the receipts of further layouts, by a publisher that writes several
 */
public record Publication(
    Descriptor manifest,
    Descriptor entry,
    Descriptor subject,
    String layout,
    ListedBy listedBy,
    Evidence evidence,
    boolean created,
    List<Digest> replaced,
    List<String> warnings,
    List<Publication> alongside) {

  /** What lists an attestation. */
  public enum ListedBy {
    REFERRERS_API,
    REFERRERS_TAG,
    /** A tag such as {@code sha256-….sig}, whose manifest holds it. */
    COSIGN_TAG
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
    alongside = List.copyOf(alongside);
  }

  /** The same receipt with those of further layouts. */
  public Publication withAlongside(List<Publication> alongside) {
    return new Publication(
        manifest, entry, subject, layout, listedBy, evidence, created, replaced, warnings,
        alongside);
  }
}
