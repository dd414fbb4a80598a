package dev.referrers.internal.layout;

import dev.referrers.error.RegistryException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.internal.tag.TagIndex;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Precondition;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of {@code index.json}, by who holds the lock. Content is there before the index names
 * it, and goes after. A referrer gets an entry, for oras, and a place in the list under the
 * referrers tag, for regctl, by the same write.
 */
final class IndexUpdate {

  private final Repository repository;
  private final Storage storage;
  private final ManifestFiles manifests;
  private final Entries entries;
  private final List<Digest> needless = new ArrayList<>();

  IndexUpdate(Repository repository, Storage storage, ManifestFiles manifests) throws IOException {
    this.repository = repository;
    this.storage = storage;
    this.manifests = manifests;
    this.entries = new Entries(storage.index());
  }

  /** Adds a manifest without a tag; false when all was there. */
  boolean add(Manifest manifest) throws IOException {
    manifests.write(manifest, false);
    entries.add(manifest.descriptor());
    added(manifest);
    return commit();
  }

  /** Tags a manifest; false when the precondition does not hold, so that nothing is changed. */
  boolean tag(String tag, Manifest manifest, Precondition precondition) throws IOException {
    if (!holds(precondition, entries.named(tag))) {
      return false;
    }
    manifests.write(manifest, true);
    point(tag, manifest);
    if (!Entries.isReferrersTag(tag)) {
      added(manifest);
    }
    commit();
    return true;
  }

  boolean deleteTag(String tag) throws IOException {
    entries.untag(tag);
    return commit();
  }

  boolean delete(Digest digest) throws IOException {
    Manifest manifest = manifests.read(digest, null);
    boolean listed = entries.remove(digest);
    Descriptor subject = manifest == null ? null : manifest.subject();
    if (subject != null) {
      unlist(subject.digest(), digest);
    }
    if (manifest instanceof ImageIndex index) {
      keepChildren(index);
    }
    needless.add(digest);
    commit();
    return listed || manifest != null;
  }

  private void added(Manifest manifest) throws IOException {
    if (manifest instanceof ImageIndex index) {
      dropChildren(index);
    }
    Descriptor subject = manifest.subject();
    if (subject != null) {
      list(subject.digest(), manifest.asReferrer());
    }
  }

  /** What an index lists needs no entry of its own. */
  private void dropChildren(ImageIndex index) throws IOException {
    for (Descriptor child : index.manifests()) {
      if (entries.hasUnnamed(child.digest()) && isNoReferrer(child)) {
        entries.removeUnnamed(child.digest());
      }
    }
  }

  private boolean isNoReferrer(Descriptor entry) throws IOException {
    Manifest manifest = readable(entry); // what can't be read keeps its entry
    return manifest != null && manifest.subject() == null;
  }

  /** What nothing else may list, so that other tools' clean-up takes it, gets its entry back. */
  private void keepChildren(ImageIndex index) throws IOException {
    for (Descriptor child : index.manifests()) {
      Manifest manifest = entries.has(child.digest()) ? null : readable(child);
      if (manifest != null) {
        int size = manifest.bytes().size();
        entries.add(Descriptor.of(manifest.mediaType(), child.digest(), size));
      }
    }
  }

  private @Nullable Manifest readable(Descriptor entry) throws IOException {
    try {
      return manifests.read(entry.digest(), entry.mediaType());
    } catch (RegistryException e) {
      return null;
    }
  }

  private void list(Digest subject, Descriptor referrer) throws IOException {
    TagIndex found = TagIndex.read(repository, subject);
    if (found instanceof TagIndex.Foreign) {
      return; // the entry has to do
    }
    ImageIndex list = found instanceof TagIndex.Present present ? present.index() : null;
    List<Descriptor> listed = new ArrayList<>(list == null ? List.of() : list.manifests());
    listed.removeIf(entry -> entry.digest().equals(referrer.digest()) && !entry.equals(referrer));
    if (!listed.contains(referrer)) {
      listed.add(referrer);
      replace(subject, list, listed);
    }
  }

  private void unlist(Digest subject, Digest referrer) throws IOException {
    if (!(TagIndex.read(repository, subject) instanceof TagIndex.Present list)) {
      return;
    }
    List<Descriptor> listed = new ArrayList<>(list.index().manifests());
    if (!listed.removeIf(entry -> entry.digest().equals(referrer))) {
      return;
    }
    if (listed.isEmpty()) {
      forget(ReferrersTag.of(subject), list.index().digest());
    } else {
      replace(subject, list.index(), listed);
    }
  }

  private void replace(Digest subject, @Nullable ImageIndex list, List<Descriptor> listed)
      throws IOException {
    ImageIndex.Builder changed = list == null ? ImageIndex.builder() : list.newBuilder();
    ImageIndex replacement = changed.manifests(listed).build();
    manifests.write(replacement, true);
    point(ReferrersTag.of(subject), replacement);
  }

  private void point(String tag, Manifest manifest) throws IOException {
    Digest replaced = entries.tag(tag, manifest.descriptor());
    if (replaced != null) {
      needless.add(replaced);
    }
  }

  private void forget(String tag, Digest list) throws IOException {
    entries.untag(tag);
    entries.removeUnnamed(list);
    if (!entries.has(list)) {
      needless.add(list);
    }
  }

  private boolean commit() throws IOException {
    ImageIndex changed = entries.changed();
    if (changed != null) {
      storage.replaceIndex(changed);
    }
    for (Digest digest : needless) {
      storage.delete(digest);
    }
    return changed != null;
  }

  private static boolean holds(Precondition precondition, @Nullable Descriptor now) {
    if (precondition instanceof Precondition.Unchanged unchanged) {
      return now != null && now.digest().toString().equals(unchanged.version());
    }
    return !(precondition instanceof Precondition.Absent) || now == null;
  }
}
