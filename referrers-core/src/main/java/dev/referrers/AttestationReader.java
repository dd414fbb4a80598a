package dev.referrers;

import dev.referrers.oci.Digest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds attestations beside images: the counterpart of {@link AttestationPublisher}.
 *
 * <p>Implementations are immutable and thread-safe. A failure of the search throws {@link
 * UncheckedIOException} from a stream, with the {@link dev.referrers.error.RegistryException} as
 * its cause, so a stream that ends is whole.
 */
public interface AttestationReader {

  /**
   * All candidates where those that the query asks for may be, lazily; others are among them, for
   * nothing is loaded to decide. {@link AttestationQuery#newest()} orders them and keeps all.
   */
  Stream<Candidate> candidates(Digest subject, AttestationQuery query);

  /**
   * The attestations that the query asks for, lazily. Descriptors that tell are filtered before
   * anything is loaded. Where they don't, or are known to be wrong at times, what is stored
   * decides; a candidate that can't be read to decide is kept.
   */
  default Stream<Candidate> stream(Digest subject, AttestationQuery query) {
    Stream<Candidate> kept =
        candidates(subject, query)
            .filter(
                candidate -> {
                  try {
                    return candidate.isKept(query);
                  } catch (InterruptedIOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    return query.newest() > 0 ? kept.limit(query.newest()) : kept;
  }

  /**
   * All of them, or an exception. Those that have to be loaded to decide are loaded side by side.
   *
   * @throws dev.referrers.error.UndeterminedException when it can't be found out
   */
  default List<Candidate> list(Digest subject, AttestationQuery query) throws IOException {
    try (Stream<Candidate> found = candidates(subject, query)) {
      return query.newest() == 0 ? Choice.among(found.toList(), query) : Choice.first(found, query);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
