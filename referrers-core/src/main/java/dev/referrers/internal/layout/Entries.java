package dev.referrers.internal.layout;

import dev.referrers.error.MalformedContentException;
import dev.referrers.internal.tag.ReferrersTag;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.oci.AnnotationKeys;
import dev.referrers.oci.Annotations;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.oci.Tag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The entries of an {@code index.json}: manifests under their names, and manifests without one that
 * nothing else lists. Not thread-safe.
 */
final class Entries {

  private static final Pattern REFERRERS_TAG = Pattern.compile("sha(256|512)-[a-f0-9]{64}");

  private final ImageIndex index;
  private final List<Descriptor> entries;

  Entries(ImageIndex index) {
    this.index = index;
    this.entries = new ArrayList<>(index.manifests());
  }

  /** Whether lists of referrers are kept under this tag. */
  static boolean isReferrersTag(String tag) {
    return REFERRERS_TAG.matcher(tag).matches();
  }

  /** The tags in their order. */
  List<String> tags() {
    Set<String> tags = new LinkedHashSet<>();
    for (Descriptor entry : entries) {
      String tag = tag(entry);
      if (tag != null) {
        tags.add(tag);
      }
    }
    return List.copyOf(tags);
  }

  /**
   * The entry under this tag; null when there is none.
   *
   * @throws MalformedContentException when there are several that differ
   */
  @Nullable Descriptor named(String tag) throws MalformedContentException {
    List<Descriptor> tagged = tagged(tag);
    if (tagged.stream().map(Descriptor::digest).distinct().count() > 1) {
      throw new MalformedContentException(
          "File index.json",
          "expected one manifest tagged " + tag + " but there are several",
          null,
          null);
    }
    return tagged.isEmpty() ? null : tagged.get(0);
  }

  /** Whether there is an entry for this manifest, with or without a name. */
  boolean has(Digest manifest) {
    return entries.stream().anyMatch(entry -> entry.digest().equals(manifest));
  }

  /** Adds a manifest without a name, unless it has an entry. */
  void add(Descriptor manifest) {
    if (!has(manifest.digest())) {
      entries.add(manifest);
    }
  }

  /**
   * Gives the manifest this tag; what had it keeps an entry without a name, so that no tool's
   * clean-up takes it.
   *
   * @return the list of referrers that was replaced, which nobody needs any more; null for none
   */
  @Nullable Digest tag(String tag, Descriptor manifest) throws MalformedContentException {
    Descriptor before = named(tag);
    if (before != null && before.digest().equals(manifest.digest())) {
      return null;
    }
    untag(tag);
    removeUnnamed(manifest.digest());
    entries.add(manifest.withAnnotations(Annotations.of(AnnotationKeys.REF_NAME, tag)));
    if (before == null || !isReferrersList(tag, before)) {
      return null;
    }
    removeUnnamed(before.digest());
    return has(before.digest()) ? null : before.digest();
  }

  /** Takes a tag away; false when it was not there. */
  boolean untag(String tag) {
    List<Descriptor> tagged = tagged(tag);
    entries.removeAll(tagged);
    tagged.forEach(entry -> add(withoutName(entry)));
    return !tagged.isEmpty();
  }

  /** Removes a manifest under all its names; false when it had no entry. */
  boolean remove(Digest manifest) {
    return entries.removeIf(entry -> entry.digest().equals(manifest));
  }

  /** Removes the entry that a manifest has without a name. */
  void removeUnnamed(Digest manifest) {
    entries.removeIf(entry -> entry.digest().equals(manifest) && name(entry) == null);
  }

  /** Whether a manifest has an entry without a name. */
  boolean hasUnnamed(Digest manifest) {
    return entries.stream()
        .anyMatch(entry -> entry.digest().equals(manifest) && name(entry) == null);
  }

  /** The index with these entries; null when nothing has changed. */
  @Nullable ImageIndex changed() {
    return entries.equals(index.manifests()) ? null : index.newBuilder().manifests(entries).build();
  }

  private static boolean isReferrersList(String tag, Descriptor entry) {
    return isReferrersTag(tag)
        && entry.mediaType().equals(MediaTypes.IMAGE_INDEX)
        && !ReferrersTag.of(entry.digest()).equals(tag); // cosign copy tags an image so
  }

  /** Those of this very name, or else those named by a reference with this tag. */
  private List<Descriptor> tagged(String tag) {
    var exact = entries.stream().filter(entry -> tag.equals(name(entry))).toList();
    return exact.isEmpty()
        ? entries.stream().filter(entry -> tag.equals(tag(entry))).toList()
        : exact;
  }

  private static @Nullable String name(Descriptor entry) {
    return entry.annotations().get(AnnotationKeys.REF_NAME);
  }

  /** Null for an entry without a name, or with one that holds no tag. */
  private static @Nullable String tag(Descriptor entry) {
    String name = name(entry);
    if (name == null || name.indexOf('@') >= 0) {
      return null;
    }
    // crane pull --annotate-ref writes a whole reference
    String tag = name.substring(name.lastIndexOf(':') + 1);
    return Tag.isValid(tag) ? tag : null;
  }

  private static Descriptor withoutName(Descriptor entry) {
    var others = new TreeMap<>(entry.annotations().values());
    others.remove(AnnotationKeys.REF_NAME);
    return entry.withAnnotations(new Annotations(others));
  }
}
