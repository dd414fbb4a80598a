package dev.referrers;

import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Blob;
import dev.referrers.repository.PushedManifest;
import dev.referrers.repository.ReferrersAnswer;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;

/** What shows only when something is written. */
final class WritingExamination {

  private static final Duration REMOVAL_AFTER_INTERRUPT = Duration.ofSeconds(10);

  private final Repository repository;
  private final Findings findings;
  private final ProbeManifests probes = ProbeManifests.create();
  private final Litter litter = new Litter();

  WritingExamination(Repository repository, Findings findings) {
    this.repository = repository;
    this.findings = findings;
  }

  /** Returns what could not be removed. */
  List<String> run() throws InterruptedIOException {
    try {
      examine();
      return litter.remove(repository, findings);
    } catch (InterruptedIOException e) {
      throw removed(e);
    }
  }

  private void examine() throws InterruptedIOException {
    findings.ask(this::pushBlob, Feature.SINGLE_POST);
    IOException failure = findings.ask(this::pushReferrer, Feature.OCI_SUBJECT);
    if (failure != null && Findings.isNo(failure)) {
      findings.no(Feature.OCI_SUBJECT, "Subject refused: " + Findings.text(failure));
    }
    findings.ask(this::listReferrer, Feature.REFERRERS_API);
    new TagProbe(repository, findings, probes, litter).run();
  }

  private void pushBlob() throws IOException {
    repository.pushBlob(Blob.EMPTY_JSON); // the client learns by which requests it went
    if (repository.capabilities().fact(repository.location(), Feature.SINGLE_POST) == null) {
      findings.unknown(Feature.SINGLE_POST, "The blob is pushed, but how was not told");
    }
  }

  private void pushReferrer() throws IOException {
    PushedManifest pushed =
        litter.making(probes.withSubject().digest(), () -> repository.push(probes.withSubject()));
    Digest acknowledged = pushed.acknowledgedSubject();
    if (ProbeManifests.NOBODY.equals(acknowledged)) {
      findings.yes(Feature.OCI_SUBJECT, "PUT manifest: OCI-Subject");
    } else {
      findings.no(
          Feature.OCI_SUBJECT,
          acknowledged == null
              ? "PUT manifest: no OCI-Subject"
              : "PUT manifest: OCI-Subject is another one, " + acknowledged);
    }
  }

  private void listReferrer() throws IOException {
    ReferrersAnswer answer = repository.referrers(ProbeManifests.NOBODY, null, null);
    if (answer instanceof ReferrersAnswer.NoApi none) {
      if (!findings.has(Feature.REFERRERS_API)) { // Quay says so of a subject that it does not know
        ReadOnlyExamination.noApi(findings, none);
      }
      return;
    }
    boolean listed = isListed(answer);
    findings.yes(
        Feature.REFERRERS_API,
        "GET referrers: an image index, " + (listed ? "with" : "without") + " what was pushed");
    if (listed) {
      findings.ask(this::filter, Feature.ARTIFACT_TYPE_FILTER);
    }
  }

  private void filter() throws IOException {
    ReferrersAnswer answer =
        repository.referrers(ProbeManifests.NOBODY, ProbeManifests.OTHER_TYPE, null);
    if (answer instanceof ReferrersAnswer.NoApi none) {
      findings.unknown(Feature.ARTIFACT_TYPE_FILTER, none.evidence());
    } else if (isListed(answer)) {
      findings.no(Feature.ARTIFACT_TYPE_FILTER, "GET referrers: another artifactType came too");
    } else {
      findings.yes(Feature.ARTIFACT_TYPE_FILTER, "GET referrers: another artifactType stayed away");
    }
  }

  private boolean isListed(ReferrersAnswer answer) {
    return answer instanceof ReferrersAnswer.Page page
        && page.manifests().stream()
            .map(Descriptor::digest)
            .anyMatch(probes.withSubject().digest()::equals);
  }

  /** The interrupt is held back while its traces are removed. */
  private InterruptedIOException removed(InterruptedIOException interrupt) {
    boolean wasSet = Thread.interrupted();
    List<String> left = litter.names();
    try {
      left = litter.remove(repository.within(REMOVAL_AFTER_INTERRUPT), findings);
    } catch (InterruptedIOException again) {
      interrupt.addSuppressed(again);
    }
    if (wasSet) {
      Thread.currentThread().interrupt();
    }
    if (left.isEmpty()) {
      return interrupt;
    }
    var telling =
        new InterruptedIOException(
            "Interrupted, and left behind in "
                + repository.location()
                + ": "
                + String.join(", ", left));
    telling.initCause(interrupt);
    return telling;
  }
}
