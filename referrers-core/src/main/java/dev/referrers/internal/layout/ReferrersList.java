package dev.referrers.internal.layout;

import dev.referrers.error.MalformedContentException;
import dev.referrers.internal.concurrent.Deadline;
import dev.referrers.internal.tag.TagIndex;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who refers to a subject: of the manifests that {@code index.json} lists, where oras keeps
 * referrers, and that the referrers tag lists, where regctl keeps them, those that say so.
 */
final class ReferrersList {

  private final Repository repository;
  private final Storage storage;
  private final ManifestFiles manifests;
  private final Digest subject;
  private final Deadline deadline;
  private final Map<Digest, @Nullable Descriptor> seen = new LinkedHashMap<>();

  ReferrersList(
      Repository repository,
      Storage storage,
      ManifestFiles manifests,
      Digest subject,
      Deadline deadline) {
    this.repository = repository;
    this.storage = storage;
    this.manifests = manifests;
    this.subject = subject;
    this.deadline = deadline;
  }

  /** All of them, the oldest entries first. */
  List<Descriptor> read() throws IOException {
    for (Descriptor entry : storage.index().manifests()) {
      if (MediaTypes.MANIFESTS.contains(entry.mediaType()) && !look(entry)) {
        requireGone(entry.digest());
      }
    }
    if (TagIndex.read(repository, subject) instanceof TagIndex.Present list) {
      for (Descriptor entry : list.index().manifests()) {
        look(entry); // what is not there has been deleted since
      }
    }
    return seen.values().stream().flatMap(Stream::ofNullable).toList();
  }

  /** Looks whether the manifest refers to the subject; false when it is not there. */
  private boolean look(Descriptor entry) throws IOException {
    Digest digest = entry.digest();
    if (seen.containsKey(digest)) {
      return true;
    }
    if (deadline.isOver()) {
      throw deadline.exceeded("Search for referrers of " + subject, null);
    }
    Manifest manifest = manifests.read(digest, entry.mediaType());
    if (manifest == null) {
      return false;
    }
    Descriptor about = manifest.subject();
    boolean refers = about != null && about.digest().equals(subject);
    seen.put(digest, refers ? describe(digest, manifest) : null);
    return true;
  }

  /** With the digest that it is stored by, which need not be a sha256 one. */
  private static Descriptor describe(Digest digest, Manifest manifest) {
    Descriptor shown = manifest.asReferrer();
    return Descriptor.of(shown.mediaType(), digest, shown.size())
        .withArtifactType(shown.artifactType())
        .withAnnotations(shown.annotations());
  }

  /**
   * What can't be read because it is not there may be a referrer, unless its entry has gone, too.
   */
  private void requireGone(Digest manifest) throws IOException {
    ImageIndex now = storage.index();
    if (now.manifests().stream().anyMatch(entry -> entry.digest().equals(manifest))
        && !storage.has(manifest)) {
      throw new MalformedContentException(
          "OCI layout " + storage.location(),
          "index.json lists " + manifest + ", which is not there",
          null,
          null);
    }
  }
}
