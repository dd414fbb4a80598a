package dev.referrers;

import dev.referrers.attestation.Attestation;
import dev.referrers.error.PartialPublicationException;
import dev.referrers.internal.concurrent.Parallel;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Publishes in several layouts with one call, for consumers that don't all know the same. Each
 * layout has a publisher, with settings of its own; they work side by side. Nothing is written
 * unless all of them can hold the attestations.
 *
 * <p>When one fails the others go on, and the failure says what is done. Publishing the same again
 * completes it: with {@link PublishPolicy#SKIP_IDENTICAL} in each layout, nothing is stored twice.
 *
 * <p>Immutable and thread-safe.
 */
public final class CombinedPublisher implements AttestationPublisher {

  /** What became of one layout: receipts, or a failure. */
  private record Result(List<Publication> receipts, @Nullable IOException failure) {}

  private final List<AttestationPublisher> publishers;

  private CombinedPublisher(List<AttestationPublisher> publishers) {
    this.publishers = publishers;
  }

  /** A publisher whose receipts are those of {@code first}, with the others alongside. */
  public static CombinedPublisher of(
      AttestationPublisher first, AttestationPublisher second, AttestationPublisher... more) {
    List<AttestationPublisher> all = new ArrayList<>(List.of(first, second));
    all.addAll(List.of(more));
    return new CombinedPublisher(List.copyOf(all));
  }

  /**
   * {@inheritDoc}
   *
   * @throws PartialPublicationException when some layouts have them, and others failed
   */
  @Override
  public List<Publication> publishAll(Descriptor subject, List<Attestation> attestations)
      throws IOException {
    return publish(subject, Collections.nCopies(publishers.size(), attestations));
  }

  /**
   * Publishes something that takes another form in each layout, such as an {@link
   * dev.referrers.attestation.ImageSignature}.
   *
   * @param forms one for each layout, in the order of their publishers
   * @throws IllegalArgumentException when there are more or fewer, or one can't be held; nothing is
   *     written
   * @throws PartialPublicationException when some layouts have it, and others failed
   */
  public Publication publishForms(Descriptor subject, List<Attestation> forms) throws IOException {
    if (forms.size() != publishers.size()) {
      throw new IllegalArgumentException(
          "Forms need to be one for each of %d layouts but are %d"
              .formatted(publishers.size(), forms.size()));
    }
    return publish(subject, forms.stream().map(List::of).toList()).get(0);
  }

  @Override
  public void requireHoldable(Descriptor subject, List<Attestation> attestations) {
    publishers.forEach(each -> each.requireHoldable(subject, attestations));
  }

  /** {@inheritDoc} Requests are in the order of the layouts, though those work side by side. */
  @Override
  public PublicationPlan plan(Descriptor subject, List<Attestation> attestations)
      throws IOException {
    requireHoldable(subject, attestations);
    List<PublicationPlan> plans = new ArrayList<>();
    for (AttestationPublisher publisher : publishers) {
      plans.add(publisher.plan(subject, attestations));
    }
    Set<Publication.@Nullable ListedBy> listedBy = new LinkedHashSet<>();
    plans.forEach(plan -> listedBy.add(plan.listedBy()));
    return new PublicationPlan(
        plans.stream().flatMap(plan -> plan.manifests().stream()).toList(),
        listedBy.size() == 1 ? plans.get(0).listedBy() : null,
        plans.stream().flatMap(plan -> plan.requests().stream()).toList(),
        plans.stream().flatMap(plan -> plan.scopes().stream()).distinct().toList(),
        plans.stream().flatMap(plan -> plan.tags().stream()).toList(),
        plans.stream().mapToLong(PublicationPlan::bytes).sum());
  }

  private List<Publication> publish(Descriptor subject, List<List<Attestation>> byLayout)
      throws IOException {
    for (int i = 0; i < publishers.size(); i++) {
      publishers.get(i).requireHoldable(subject, byLayout.get(i));
    }
    List<Result> results = new ArrayList<>(Collections.nCopies(publishers.size(), null));
    List<Parallel.Task> tasks = new ArrayList<>();
    for (int i = 0; i < publishers.size(); i++) {
      int layout = i;
      tasks.add(
          () -> {
            Result result = publish(publishers.get(layout), subject, byLayout.get(layout));
            synchronized (results) {
              results.set(layout, result);
            }
          });
    }
    Parallel.run(tasks.size(), tasks);
    synchronized (results) {
      throwFailure(subject, results);
      return IntStream.range(0, byLayout.get(0).size()).mapToObj(i -> receipt(results, i)).toList();
    }
  }

  /** A failure is kept until the others are done. */
  private static Result publish(
      AttestationPublisher publisher, Descriptor subject, List<Attestation> attestations) {
    try {
      return new Result(publisher.publishAll(subject, attestations), null);
    } catch (IOException e) {
      return new Result(List.of(), e);
    }
  }

  private static void throwFailure(Descriptor subject, List<Result> results) throws IOException {
    List<IOException> failures =
        results.stream().map(Result::failure).filter(Objects::nonNull).toList();
    if (failures.isEmpty()) {
      return;
    }
    IOException first = failures.get(0);
    failures.stream().filter(each -> each != first).forEach(first::addSuppressed);
    var receipts = results.stream().flatMap(result -> result.receipts().stream()).toList();
    if (receipts.isEmpty()) {
      throw first;
    }
    var half =
        new PartialPublicationException(
            subject.digest(),
            receipts.stream().map(Publication::layout).distinct().toList(),
            receipts.stream().map(receipt -> receipt.entry().digest()).toList(),
            first);
    if (first instanceof InterruptedIOException) {
      var interrupted = new InterruptedIOException(half.getMessage());
      interrupted.initCause(half);
      throw interrupted;
    }
    throw half;
  }

  private static Publication receipt(List<Result> results, int place) {
    List<Publication> all = results.stream().map(result -> result.receipts().get(place)).toList();
    return all.get(0).withAlongside(all.subList(1, all.size()));
  }
}
