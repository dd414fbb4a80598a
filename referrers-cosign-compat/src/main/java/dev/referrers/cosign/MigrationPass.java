package dev.referrers.cosign;

import dev.referrers.Candidate;
import dev.referrers.Publication;
import dev.referrers.PublicationPlan;
import dev.referrers.attestation.Artifact;
import dev.referrers.attestation.Attestation;
import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One look at all that is attached to a subject: what is where, and where it goes. */
final class MigrationPass {

  private final MigrationSettings settings;
  private final Descriptor subject;
  private final List<TagSnapshot> tags;
  private final List<Candidate> referrers;
  private final List<MigrationEntry> entries = new ArrayList<>();

  private MigrationPass(
      MigrationSettings settings,
      Descriptor subject,
      List<TagSnapshot> tags,
      List<Candidate> referrers) {
    this.settings = settings;
    this.subject = subject;
    this.tags = tags;
    this.referrers = referrers;
  }

  static MigrationPass look(MigrationSettings settings, Descriptor subject) throws IOException {
    var pass =
        new MigrationPass(
            settings,
            subject,
            TagSnapshot.read(settings.repository(), settings.tags(), subject.digest()),
            settings.referrers(subject.digest()));
    for (var source : pass.sources().entrySet()) {
      pass.entries.add(pass.decide(source.getValue(), pass.holders(source.getKey())));
    }
    return pass;
  }

  /** Each once, wherever it is, and first as it is under a tag. */
  private Map<MigrationEntry.Key, Candidate> sources() {
    Map<MigrationEntry.Key, Candidate> sources = new LinkedHashMap<>();
    for (TagSnapshot tag : tags) {
      for (Descriptor layer : tag.manifest().layers()) {
        sources.putIfAbsent(
            MigrationEntry.Key.of(layer), tag.candidate(settings.repository(), layer));
      }
    }
    for (Candidate each : referrers) {
      if (each.layout().equals(CosignReferrers.LAYOUT)) {
        sources.putIfAbsent(MigrationEntry.Key.of(each.entry()), each);
      }
    }
    return sources;
  }

  private List<String> holders(MigrationEntry.Key key) {
    return tags.stream()
        .filter(
            tag ->
                tag.manifest().layers().stream().map(MigrationEntry.Key::of).anyMatch(key::equals))
        .map(TagSnapshot::tag)
        .toList();
  }

  List<MigrationEntry> entries() {
    return entries;
  }

  List<MigrationEntry> missing() {
    return entries.stream().filter(MigrationEntry::isMissing).toList();
  }

  MigrationPlan plan() throws IOException {
    List<PublicationPlan> publications = new ArrayList<>();
    for (MigrationRoute route : settings.routes()) {
      List<Attestation> forms = missing(route);
      if (!forms.isEmpty()) {
        publications.add(route.publisher().plan(subject, forms));
      }
    }
    List<MigrationPlan.TagStep> removals = new ArrayList<>();
    for (TagSnapshot tag : tags) {
      removals.add(new MigrationPlan.TagStep(tag.tag(), tag.manifest().digest(), stays(tag)));
    }
    return new MigrationPlan(
        subject, entries.stream().map(MigrationEntry::step).toList(), removals, publications);
  }

  /** Publishes what is missing, each layout with one call. */
  List<Publication> publish() throws IOException {
    List<Publication> receipts = new ArrayList<>();
    for (MigrationRoute route : settings.routes()) {
      List<Attestation> forms = missing(route);
      if (!forms.isEmpty()) {
        receipts.addAll(route.publisher().publishAll(subject, forms));
      }
    }
    return receipts;
  }

  /** Those of the manifests that say no more than what is in a layout to migrate from. */
  List<Digest> repeated(Set<Digest> manifests) throws IOException {
    List<Digest> repeated = new ArrayList<>();
    for (Candidate each : referrers) {
      Digest manifest = each.descriptor().digest();
      if (manifests.contains(manifest) && isElsewhere(each, manifests)) {
        repeated.add(manifest);
      }
    }
    return repeated;
  }

  private boolean isElsewhere(Candidate candidate, Set<Digest> manifests) throws IOException {
    for (MigrationEntry entry : entries) {
      Attestation form = entry.form();
      if (form != null
          && !manifests.contains(entry.source().descriptor().digest())
          && reads(candidate, form)) {
        return true;
      }
    }
    return false;
  }

  List<TagSnapshot> tags() {
    return tags;
  }

  /** Why a tag can't be removed even when all else is done; null when it can. */
  @Nullable String stays(TagSnapshot tag) throws IOException {
    if (tag.bytes() > MigrationRecord.MAX_BYTES) {
      return "Tag %s holds %d bytes, more than the %d that a record keeps (MigrationRecord.MAX_BYTES)"
          .formatted(tag.tag(), tag.bytes(), MigrationRecord.MAX_BYTES);
    }
    for (MigrationEntry entry : entries) {
      if (entry.route() == null && entry.tags().contains(tag.tag())) {
        return "Tag %s holds layer %s, which is left: %s"
            .formatted(tag.tag(), entry.source().entry().digest(), entry.reason());
      }
    }
    return refusal(tag);
  }

  /** What could not be put back under a tag that others fill again does not leave it. */
  private @Nullable String refusal(TagSnapshot tag) throws IOException {
    try {
      tag.layers().requireExtensible(settings.repository(), subject);
      return null;
    } catch (MalformedContentException | LimitExceededException e) {
      return "Tag %s could not be put back: %s".formatted(tag.tag(), e.getMessage());
    }
  }

  private List<Attestation> missing(MigrationRoute route) {
    List<Attestation> forms = new ArrayList<>();
    for (MigrationEntry entry : missing()) {
      Attestation form = entry.form();
      if (form != null && route.equals(entry.route())) {
        forms.add(form);
      }
    }
    return forms;
  }

  private MigrationEntry decide(Candidate source, List<String> holders) throws IOException {
    Attestation read;
    try {
      read = source.attestation();
    } catch (MalformedContentException | LimitExceededException | NotFoundException e) {
      return new MigrationEntry(source, holders, null, null, false, e.getMessage());
    }
    Attestation named = settings.keys().name(subject.digest(), read);
    @Nullable String reason = null;
    for (MigrationRoute route : settings.routes()) {
      for (Attestation form : List.of(read, named)) {
        String refusal = route.refusal(subject, form);
        if (refusal == null) {
          return new MigrationEntry(source, holders, form, route, isThere(form, route), reason);
        }
        if (form.equals(named) && reason == null) {
          reason = refusal;
        }
      }
    }
    String why = reason == null ? "there is no layout to migrate to" : reason;
    return new MigrationEntry(source, holders, null, null, false, why);
  }

  private boolean isThere(Attestation form, MigrationRoute route) throws IOException {
    for (Candidate each : referrers) {
      if (each.layout().equals(route.layout()) && mayBe(form, each) && reads(each, form)) {
        return true;
      }
    }
    return false;
  }

  /** A file has its type in the list; to look at every referrer would cost a request for each. */
  private static boolean mayBe(Attestation form, Candidate stored) {
    return !(form.content() instanceof Artifact artifact)
        || artifact.artifactType().equals(stored.descriptor().artifactType());
  }

  private static boolean reads(Candidate stored, Attestation form) throws IOException {
    try {
      return SameAttestation.standsFor(form, stored.attestation());
    } catch (MalformedContentException | LimitExceededException | NotFoundException e) {
      return false; // whatever it is, nobody can read it
    }
  }
}
