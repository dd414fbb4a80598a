package dev.referrers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The elements of batches, each batch asked for when the one before is used up. */
final class BatchIterator<T> implements Iterator<T> {

  /** Where batches come from. */
  interface Batches<T> {
    /** Some more elements, possibly none; null when there are no more. */
    @Nullable List<T> next() throws IOException;
  }

  private final Batches<T> batches;
  private @Nullable Iterator<T> batch = List.<T>of().iterator();
  private @Nullable IOException failure;

  private BatchIterator(Batches<T> batches) {
    this.batches = batches;
  }

  static <T> Stream<T> stream(Batches<T> batches) {
    var elements = new BatchIterator<>(batches);
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(elements, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    try {
      while (failure == null && batch != null && !batch.hasNext()) {
        List<T> next = batches.next();
        batch = next == null ? null : next.iterator();
      }
    } catch (IOException e) {
      failure = e; // for good: whoever asks again must not take what there was for the whole
    }
    if (failure != null) {
      throw new UncheckedIOException(failure);
    }
    return batch != null;
  }

  @Override
  public T next() {
    if (!hasNext() || batch == null) {
      throw new NoSuchElementException();
    }
    return batch.next();
  }
}
