package dev.referrers.examples;

import dev.referrers.AttestationPublisher;
import dev.referrers.Publication;
import dev.referrers.PublicationPlan;
import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps the receipts, which go with the failure of another layout otherwise. */
final class NotedPublisher implements AttestationPublisher {

  private final AttestationPublisher publisher;
  private final List<Publication> receipts = new ArrayList<>();

  NotedPublisher(AttestationPublisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public List<Publication> publishAll(Descriptor subject, List<Attestation> attestations)
      throws IOException {
    List<Publication> done = publisher.publishAll(subject, attestations);
    synchronized (receipts) {
      receipts.addAll(done);
    }
    return done;
  }

  @Override
  public void requireHoldable(Descriptor subject, List<Attestation> attestations) {
    publisher.requireHoldable(subject, attestations);
  }

  @Override
  public PublicationPlan plan(Descriptor subject, List<Attestation> attestations)
      throws IOException {
    return publisher.plan(subject, attestations);
  }

  /** Those since the last call. */
  List<Publication> takeReceipts() {
    synchronized (receipts) {
      List<Publication> taken = List.copyOf(receipts);
      receipts.clear();
      return taken;
    }
  }
}
