package dev.referrers;

import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.util.List;

/**
 * An attestation that was found and not verified: anybody who can push can make one. What it holds
 * is loaded when it is first asked for. Thread-safe.
 */
public interface Candidate {

  /** The manifest that holds it, and what a list says about that. */
  Descriptor descriptor();

  /** The sources that list it. */
  List<Source> origins();

  /** What it is stored as, in the words of {@link Publication#layout()}. */
  String layout();

  /**
   * What it holds.
   *
   * @throws dev.referrers.error.MalformedContentException when it is not what it is listed as, and
   *     never will be
   * @throws dev.referrers.error.LimitExceededException when it is larger than is read
   * @throws IOException when it could not be had this time
   */
  Attestation attestation() throws IOException;
}
