package dev.referrers.interop;

import dev.referrers.ReferrerPublisher;
import dev.referrers.ReferrersTree;
import dev.referrers.TreeQuery;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** An image for two platforms with referrers everywhere. */
final class Forest {

  static final TreeQuery ALL = TreeQuery.REFERRERS.withCosignTags();

  private Forest() {}

  /** Pushes it with the tag {@code multi}, and returns its index. */
  static Descriptor push(Repository repository) throws IOException {
    Descriptor amd = Images.push(repository, "amd");
    Descriptor arm = Images.push(repository, "arm");
    ImageIndex multi = ImageIndex.builder().addManifest(amd).addManifest(arm).build();
    repository.pushTag("multi", multi, Precondition.NONE);
    for (String revision : new String[] {"1", "2", "3"}) {
      attach(repository, amd, revision);
    }
    Descriptor sbom = attach(repository, arm, "arm");
    Descriptor ofSbom = attach(repository, sbom, "of the sbom");
    attach(repository, ofSbom, "of what is of the sbom");
    attach(repository, multi.descriptor(), "multi");
    return multi.descriptor();
  }

  /** Every manifest with what leads to it, but for the source that tells of it. */
  static Set<String> view(Repository repository) throws IOException {
    return ReferrersTree.of(repository, "multi", ALL).stream()
        .map(each -> each.link() + " " + each.tag() + " " + each.manifest())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Descriptor attach(Repository repository, Descriptor subject, String revision)
      throws IOException {
    return ReferrerPublisher.into(repository)
        .settle(Duration.ofMillis(300))
        .build()
        .publish(subject, Sbom.of(Sbom.SPDX, revision))
        .manifest()
        .bare();
  }
}
