package dev.referrers;

import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Places other than lists of referrers where attestations of one kind are kept. A reader of its
 * own, and part of a view by {@link Attestations#with(AttestationSource)}. Immutable and
 * thread-safe.
 */
public interface AttestationSource extends AttestationReader {

  /** Reads a place. */
  interface Reading {

    /**
     * All that is there, whether it is looked for or not, the newest first where that matters.
     * Reads manifests and nothing else; a place that is not there holds nothing.
     */
    List<Candidate> read() throws IOException;
  }

  /**
   * One place to look, such as a tag.
   *
   * @param name for messages, such as {@code cosign tag sha256-….sig}
   */
  record Place(String name, Reading reading) {}

  /** What reports and candidates call it. */
  Source source();

  /** Where to look for what the query asks for. Those places are read side by side. */
  List<Place> places(Digest subject, AttestationQuery query);

  @Override
  default Stream<Candidate> candidates(Digest subject, AttestationQuery query) {
    return Attestations.of(this).candidates(subject, query);
  }
}
