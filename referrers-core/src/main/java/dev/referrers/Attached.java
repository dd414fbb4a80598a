package dev.referrers;

import dev.referrers.ReferrerEncoding.Likeness;
import dev.referrers.internal.publish.Draft;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is attached to a subject already, as far as a policy asks for it. */
final class Attached {

  /** The newest that may be alike which are looked into for an identical one. */
  private static final int MOST_CANDIDATES = 16;

  private final Repository repository;
  private final Digest subject;
  private final PublishSettings settings;
  private final Map<String, List<Referrer>> byKind = new HashMap<>();

  Attached(Repository repository, Digest subject, PublishSettings settings) {
    this.repository = repository;
    this.subject = subject;
    this.settings = settings;
  }

  /** One that is listed, and what it is. */
  record Identical(Referrer referrer, Manifest manifest) {}

  /** One that says the same. */
  @Nullable Identical identicalTo(Draft draft) throws IOException {
    var wanted = new Likeness(draft.kind(), draft.content());
    var candidates = ofKind(draft.kind());
    for (Referrer each : candidates.subList(0, Math.min(MOST_CANDIDATES, candidates.size()))) {
      FetchedManifest stored = repository.fetch(each.descriptor().digest().toString());
      if (stored != null && wanted.equals(likeness(stored.manifest()))) {
        return new Identical(each, stored.manifest());
      }
    }
    return null;
  }

  /**
   * Those of the same kind, in no order that matters. They will be deleted, so what they are
   * counts, not what a list says about them.
   */
  Set<Digest> replacedBy(Draft draft) throws IOException {
    Set<Digest> digests = new LinkedHashSet<>();
    for (Referrer each : ofKind(draft.kind())) {
      Descriptor listed = each.descriptor();
      FetchedManifest stored = repository.fetch(listed.digest().toString());
      if (draft.kind().equals(stored == null ? listed.artifactType() : kind(stored.manifest()))) {
        digests.add(listed.digest());
      }
    }
    digests.remove(draft.manifest().digest());
    return digests;
  }

  private List<Referrer> ofKind(String kind) throws IOException {
    List<Referrer> known = byKind.get(kind);
    if (known == null) {
      var query = settings.encoding().similarTo(kind);
      if (settings.mode() == ReferrersMode.TAG_ONLY) {
        query = query.withSources(Set.of(Source.REFERRERS_TAG));
      }
      known =
          Referrers.in(repository).of(subject, query).toList().stream()
              .filter(each -> settings.encoding().mayBe(kind, each.descriptor()))
              .toList();
      byKind.put(kind, known);
    }
    return known;
  }

  private @Nullable String kind(Manifest stored) throws IOException {
    Likeness likeness = likeness(stored);
    return likeness == null ? null : likeness.kind();
  }

  private @Nullable Likeness likeness(Manifest stored) throws IOException {
    Descriptor about = stored.subject();
    return about != null && about.digest().equals(subject)
        ? settings.encoding().likeness(stored, repository)
        : null;
  }
}
