package dev.referrers;

import dev.referrers.error.ResponseException;
import dev.referrers.internal.tag.TagRefusal;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Feature;
import java.io.IOException;
import java.io.InterruptedIOException;

/** Writes a tag of its own, and moves it: under a wrong condition, under a right one, without. */
final class TagProbe {

  private static final String WRONG_VERSION = "\"" + ProbeManifests.NOBODY + "\"";

  private final Repository repository;
  private final Findings findings;
  private final ProbeManifests probes;
  private final Litter litter;
  private boolean moved;

  TagProbe(Repository repository, Findings findings, ProbeManifests probes, Litter litter) {
    this.repository = repository;
    this.findings = findings;
    this.probes = probes;
    this.litter = litter;
  }

  void run() throws InterruptedIOException {
    if (findings.ask(this::create, Feature.CONDITIONAL_TAGS, Feature.MOVABLE_TAGS) == null) {
      IOException failure = findings.ask(this::moveOnConditions);
      if (failure != null) {
        findings.unknown(Feature.CONDITIONAL_TAGS, Findings.text(failure));
      }
      if (!moved) {
        move();
      }
    }
  }

  /** What is known of conditions from before is only a hint. */
  private void create() throws IOException {
    findings.clear(Feature.CONDITIONAL_TAGS);
    write(probes.first(), Precondition.NONE);
  }

  private void moveOnConditions() throws IOException {
    FetchedManifest fetched = repository.fetch(probes.tag());
    if (fetched == null) {
      findings.unknown(Feature.CONDITIONAL_TAGS, "GET tag: not there after its PUT");
      return;
    }
    String version = fetched.version();
    if (version == null) {
      findings.no(Feature.CONDITIONAL_TAGS, "GET tag: no ETag");
    } else if (moves(Precondition.unchanged(WRONG_VERSION))) {
      findings.no(Feature.CONDITIONAL_TAGS, "PUT tag, If-Match of another version: written");
    } else if (moves(Precondition.unchanged(version))) {
      findings.yes(
          Feature.CONDITIONAL_TAGS,
          "PUT tag, If-Match of another version: 412, of its own: written");
    } else {
      // where tags can't be moved at all, the 412 did not come from the condition
      findings.unknown(Feature.CONDITIONAL_TAGS, "PUT tag, If-Match of its own version: 412");
    }
  }

  private void move() throws InterruptedIOException {
    IOException failure = findings.ask(this::moveAnyway, Feature.MOVABLE_TAGS);
    if (failure != null && isAboutTags(failure)) {
      findings.no(Feature.MOVABLE_TAGS, Findings.text(failure));
    }
  }

  private void moveAnyway() throws IOException {
    if (!moves(Precondition.NONE)) { // Harbor's answer for an immutable tag
      findings.no(Feature.MOVABLE_TAGS, "PUT tag on another manifest, without a condition: 412");
    }
  }

  private boolean moves(Precondition condition) throws IOException {
    moved = write(probes.second(), condition);
    if (moved) {
      findings.yes(Feature.MOVABLE_TAGS, "PUT tag on another manifest: written");
    }
    return moved;
  }

  private static boolean isAboutTags(IOException failure) {
    return failure instanceof ResponseException answer
        && answer.status() != 401
        && answer.status() < 500
        && TagRefusal.saysImmutable(answer);
  }

  private boolean write(ImageManifest manifest, Precondition condition) throws IOException {
    return litter.writing(
        probes.tag(),
        manifest.digest(),
        () -> repository.pushTag(probes.tag(), manifest, condition).written());
  }
}
