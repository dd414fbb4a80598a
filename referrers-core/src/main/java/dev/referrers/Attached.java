package dev.referrers;

import dev.referrers.internal.publish.Draft;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.AnnotationKeys;
import dev.referrers.oci.Annotations;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is attached to a subject already, as far as a policy asks for it. */
final class Attached {

  /** The newest of a type that are looked into for an identical one. */
  private static final int MOST_CANDIDATES = 16;

  private final Repository repository;
  private final Digest subject;
  private final ReferrersMode mode;
  private final Map<String, List<Referrer>> byType = new HashMap<>();

  Attached(Repository repository, Digest subject, ReferrersMode mode) {
    this.repository = repository;
    this.subject = subject;
    this.mode = mode;
  }

  /** One that says the same: same type, same files, same annotations but the date. */
  @Nullable Referrer identicalTo(Draft draft) throws IOException {
    var candidates = ofType(draft.artifactType());
    for (Referrer each : candidates.subList(0, Math.min(MOST_CANDIDATES, candidates.size()))) {
      FetchedManifest found = repository.fetch(each.descriptor().digest().toString());
      if (found != null
          && found.manifest() instanceof ImageManifest manifest
          && isIdentical(manifest, draft.manifest())) {
        return each;
      }
    }
    return null;
  }

  /**
   * Those of the draft's type, in no order that matters. They will be deleted, so their manifests
   * count, not what a list says about them.
   */
  Set<Digest> replacedBy(Draft draft) throws IOException {
    Set<Digest> digests = new LinkedHashSet<>();
    for (Referrer each : ofType(draft.artifactType())) {
      Digest digest = each.descriptor().digest();
      FetchedManifest found = repository.fetch(digest.toString());
      if (found == null || isOfType(found.manifest(), draft.artifactType())) {
        digests.add(digest);
      }
    }
    digests.remove(draft.manifest().digest());
    return digests;
  }

  private List<Referrer> ofType(String artifactType) throws IOException {
    List<Referrer> known = byType.get(artifactType);
    if (known == null) {
      var query = ReferrersQuery.ALL.withArtifactType(artifactType).sortedByNewest();
      if (mode == ReferrersMode.TAG_ONLY) {
        query = query.withSources(Set.of(Source.REFERRERS_TAG));
      }
      known = Referrers.in(repository).of(subject, query).toList();
      byType.put(artifactType, known);
    }
    return known;
  }

  private boolean isOfType(Manifest manifest, String artifactType) {
    Descriptor about = manifest.subject();
    return about != null
        && about.digest().equals(subject)
        && artifactType.equals(manifest.asReferrer().artifactType());
  }

  private static boolean isIdentical(ImageManifest one, ImageManifest other) {
    Descriptor about = one.subject();
    return about != null
        && about.equals(other.subject())
        && one.asReferrer().artifactType() != null
        && one.asReferrer().artifactType().equals(other.asReferrer().artifactType())
        && one.layers().equals(other.layers())
        && undated(one.annotations()).equals(undated(other.annotations()));
  }

  private static Annotations undated(Annotations annotations) {
    var values = new TreeMap<>(annotations.values());
    values.remove(AnnotationKeys.CREATED);
    return new Annotations(values);
  }
}
