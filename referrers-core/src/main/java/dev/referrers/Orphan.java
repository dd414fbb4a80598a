package dev.referrers;

import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is about a manifest which is not there.
 *
 * @param subject what is missing
 * @param tag the referrers tag or cosign tag that holds it; null for referrers that only the API
 *     lists
 * @param manifests what refers to the subject, directly or not, what refers before what it refers
 *     to; empty for a cosign tag, and an empty list
 */
public record Orphan(Digest subject, @Nullable String tag, List<Descriptor> manifests) {

  /**
   * @throws IllegalArgumentException when the tag is not about the subject
   */
  public Orphan {
    String stem = ReferrersTag.of(subject);
    if (tag != null && !tag.equals(stem) && !tag.startsWith(stem + ".")) {
      throw new IllegalArgumentException(
          "Orphan of " + subject + " needs a tag that begins with " + stem + " but has " + tag);
    }
    manifests = List.copyOf(manifests);
  }
}
