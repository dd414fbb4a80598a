package dev.referrers;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The referrers of one subject, read page by page as they are asked for. Each referrer comes once,
 * in the order of the source unless the query sorts them. For one thread at a time.
 *
 * <p>Each reading has one deadline for all its requests: that of {@link
 * dev.referrers.repository.Repository#within}, or else the client's own from the call on, {@link
 * Registry.Builder#timeout}. Time that the caller takes between two referrers counts.
 */
public interface Discovery {

  /**
   * Whether there are referrers; reads as many pages as that takes. The first one that is found is
   * the answer, also where {@link #report}, which reads on, can't tell the whole.
   *
   * @throws dev.referrers.error.UndeterminedException when it can't be found out
   */
  Outcome outcome() throws IOException;

  /**
   * The referrers, lazily. A failure on the way throws {@link java.io.UncheckedIOException} with
   * the {@link dev.referrers.error.RegistryException} as its cause, so a stream that ends is whole.
   * Each call starts a new reading.
   */
  Stream<Referrer> stream();

  /**
   * All of them, or an exception.
   *
   * @throws dev.referrers.error.UndeterminedException when it can't be found out
   */
  List<Referrer> toList() throws IOException;

  /**
   * All that could be had, with the answer of each source, for callers who go on after a failure.
   */
  DiscoveryReport report();
}
