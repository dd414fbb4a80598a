package dev.referrers.internal.listing;

import dev.referrers.error.NotFoundException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.internal.tag.TagIndex;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the referrers tag of a subject lists.
 *
 * @param present whether there is such a tag, whatever it holds
 * @param note why it lists nothing, unless the registry says that there is no such tag
 */
public record TagEntries(List<Descriptor> entries, boolean present, @Nullable String note) {

  private static final String UNDOCUMENTED =
      " is taken to be missing, though the 404 was no answer of a registry";

  public TagEntries {
    entries = List.copyOf(entries);
  }

  /**
   * Reads the tag; no tag and no referrers list under it both mean no entries.
   *
   * @throws NotFoundException when neither the tag nor the subject is there and nothing shows that
   *     a registry said so
   */
  public static TagEntries read(Repository repository, Digest subject) throws IOException {
    String tag = ReferrersTag.of(subject);
    TagIndex found = TagIndex.read(repository, subject);
    if (found instanceof TagIndex.Foreign foreign) {
      return new TagEntries(
          List.of(), true, "Tag " + tag + " is no referrers list: " + foreign.reason());
    }
    if (found instanceof TagIndex.Present list) {
      List<Descriptor> entries = list.index().manifests();
      repository.listener().pageRead(repository.location(), subject, 1, entries.size());
      return new TagEntries(entries, true, null);
    }
    NotFoundException answer = ((TagIndex.Absent) found).answer();
    if (answer.documented()) {
      return new TagEntries(List.of(), false, null);
    }
    if (repository.find(subject.toString()) == null) {
      throw answer; // as everything is for a proxy that has lost its registry
    }
    return new TagEntries(List.of(), false, "Tag " + tag + UNDOCUMENTED);
  }
}
