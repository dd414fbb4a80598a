package dev.referrers.internal.listing;

import dev.referrers.error.LimitExceededException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the referrers tag of a subject lists.
 *
 * @param note why it lists nothing, when it is there and is no referrers list
 */
public record TagEntries(List<Descriptor> entries, @Nullable String note) {

  public TagEntries {
    entries = List.copyOf(entries);
  }

  /** Reads the tag; no tag and no referrers list under it both mean no entries. */
  public static TagEntries read(Repository repository, Digest subject) throws IOException {
    String tag = ReferrersTag.of(subject);
    FetchedManifest found = repository.fetch(tag);
    if (found == null) {
      return new TagEntries(List.of(), null);
    }
    String otherwise = whyNoList(found.manifest(), subject);
    if (otherwise != null) {
      return new TagEntries(List.of(), "Tag " + tag + " is no referrers list: " + otherwise);
    }
    List<Descriptor> entries = ((ImageIndex) found.manifest()).manifests();
    if (entries.size() > repository.limits().entries()) {
      throw new LimitExceededException(
          "Referrers tag " + tag, repository.limits().entries(), "entries", "Limits.entries");
    }
    repository.listener().pageRead(repository.location(), subject, 1, entries.size());
    return new TagEntries(entries, null);
  }

  /** Why a manifest under a referrers tag is no referrers list; null when it is one. */
  private static @Nullable String whyNoList(Manifest manifest, Digest subject) {
    // cosign copy tags the image itself so; GitLab resolves the tag to the digest (oras-go#1396)
    if (manifest.digest().equals(subject) || subject.matches(manifest.bytes())) {
      return "it is the subject itself";
    }
    if (!manifest.mediaType().equals(MediaTypes.IMAGE_INDEX)) {
      return "it is " + manifest.mediaType();
    }
    return manifest.subject() == null ? null : "it has a subject";
  }
}
