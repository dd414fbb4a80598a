package dev.referrers.examples;

import dev.referrers.AttestationPublisher;
import dev.referrers.CombinedPublisher;
import dev.referrers.Publication;
import dev.referrers.attestation.Attestation;
import dev.referrers.oci.Descriptor;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Publishes in one layout or in two, and prints what is done, also when something else fails. */
final class LayoutWriter {

  private final List<NotedPublisher> publishers;
  private final Terminal terminal;

  /**
   * @param publishers one for each layout
   */
  LayoutWriter(List<AttestationPublisher> publishers, Terminal terminal) {
    this.publishers = publishers.stream().map(NotedPublisher::new).toList();
    this.terminal = terminal;
  }

  /**
   * Publishes all, one subject after the other, unless a layout can't hold one of them.
   *
   * @param forms of each subject, one for each layout
   */
  void publish(Map<Descriptor, List<Attestation>> forms) throws IOException {
    forms.forEach(this::requireHoldable);
    for (var each : forms.entrySet()) {
      try {
        publish(each.getKey(), each.getValue());
      } finally {
        print();
      }
    }
  }

  private void requireHoldable(Descriptor subject, List<Attestation> forms) {
    for (int i = 0; i < publishers.size(); i++) {
      publishers.get(i).requireHoldable(subject, List.of(forms.get(i)));
    }
  }

  private void publish(Descriptor subject, List<Attestation> forms) throws IOException {
    if (publishers.size() == 1) {
      publishers.get(0).publish(subject, forms.get(0));
    } else {
      CombinedPublisher.of(publishers.get(0), publishers.get(1)).publishForms(subject, forms);
    }
  }

  private void print() throws IOException {
    for (NotedPublisher publisher : publishers) {
      for (Publication done : publisher.takeReceipts()) {
        terminal.line(Attach.line(done));
        if (!done.created()) {
          terminal.err().println(done.entry().digest() + " is there already");
        }
      }
    }
  }
}
