package dev.referrers;

import dev.referrers.oci.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds attestations beside images, in one layout: the counterpart of {@link AttestationPublisher}.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface AttestationReader {

  /**
   * The attestations of a subject, lazily. Descriptors that tell are filtered before anything is
   * loaded. Where they don't, or are known to be wrong at times, what is stored decides; a
   * candidate that can't be read to decide is kept.
   *
   * <p>A failure of the search throws {@link UncheckedIOException} with the {@link
   * dev.referrers.error.RegistryException} as its cause, so a stream that ends is whole.
   */
  Stream<Candidate> stream(Digest subject, AttestationQuery query);

  /**
   * All of them, or an exception.
   *
   * @throws dev.referrers.error.UndeterminedException when it can't be found out
   */
  default List<Candidate> list(Digest subject, AttestationQuery query) throws IOException {
    try (Stream<Candidate> candidates = stream(subject, query)) {
      return candidates.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
