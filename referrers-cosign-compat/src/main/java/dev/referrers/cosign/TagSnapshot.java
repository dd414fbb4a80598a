package dev.referrers.cosign;

import dev.referrers.Candidate;
import dev.referrers.Source;
import dev.referrers.StoredAttestation;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What one of cosign's tags pointed to when it was read. */
record TagSnapshot(String tag, ImageManifest manifest) {

  /** All tags of the subject that are there. */
  static List<TagSnapshot> read(Repository repository, CosignTag tags, Digest subject)
      throws IOException {
    List<TagSnapshot> found = new ArrayList<>();
    if (!CosignTag.isFor(subject)) {
      return found;
    }
    for (String suffix : CosignTag.SUFFIXES) {
      String tag = tags.of(subject, suffix);
      FetchedManifest tagged = CosignTags.tagged(repository, subject, tag);
      if (tagged != null) {
        found.add(new TagSnapshot(tag, CosignTags.image(tag, tagged)));
      }
    }
    return found;
  }

  Candidate candidate(Repository repository, Descriptor layer) {
    StoredAttestation stored =
        tag.endsWith(CosignTag.SBOMS)
            ? new StoredSbom(CosignTags.LAYOUT, layer, repository)
            : new StoredLayer(CosignTags.LAYOUT, layer);
    return Candidate.of(repository, manifest.descriptor(), List.of(Source.COSIGN_TAG), stored);
  }

  KeptLayers layers() {
    return new KeptLayers(tag, manifest.layers());
  }

  /** Bytes of the manifest and of all that it lists. */
  long bytes() {
    return manifest.bytes().size()
        + manifest.config().size()
        + manifest.layers().stream().mapToLong(Descriptor::size).sum();
  }
}
