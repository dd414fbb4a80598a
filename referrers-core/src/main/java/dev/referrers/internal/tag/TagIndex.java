package dev.referrers.internal.tag;

import dev.referrers.error.LimitExceededException;
import dev.referrers.error.MalformedContentException;
import dev.referrers.error.NotFoundException;
import dev.referrers.manifest.ImageIndex;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Digest;
import dev.referrers.oci.MediaTypes;
import dev.referrers.repository.FetchedManifest;
import dev.referrers.repository.Repository;
import dev.referrers.transport.Limits;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is under the referrers tag of a subject. */
public sealed interface TagIndex {

  /**
   * There is no such tag, or so the answer says.
   *
   * @param answer tells whether that is {@linkplain NotFoundException#documented() documented}
   */
  record Absent(NotFoundException answer) implements TagIndex {}

  /**
   * A list of referrers.
   *
   * @param version its ETag; null when it came without
   */
  record Present(ImageIndex index, @Nullable String version) implements TagIndex {}

  /**
   * A manifest that is no list of referrers, so it holds none, and must not be overwritten.
   *
   * @param reason what it is instead, for people, such as {@code it has a subject}
   */
  record Foreign(String reason) implements TagIndex {}

  /**
   * Reads the tag and checks what it points to.
   *
   * @throws MalformedContentException when that is no manifest of a known type
   * @throws LimitExceededException past {@link dev.referrers.transport.Limits#entries()} entries
   * @see <a
   *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#referrers-tag-schema">
   *     distribution-spec, Referrers Tag Schema</a>
   */
  static TagIndex read(Repository repository, Digest subject) throws IOException {
    FetchedManifest found;
    try {
      found = repository.require(ReferrersTag.of(subject));
    } catch (NotFoundException e) {
      return new Absent(e);
    }
    return of(found, subject, repository.limits());
  }

  /** Checks what the tag points to. */
  static TagIndex of(FetchedManifest found, Digest subject, Limits limits)
      throws MalformedContentException, LimitExceededException {
    String tag = ReferrersTag.of(subject);
    Manifest manifest = found.manifest();
    requireKnownType(tag, manifest);
    // GitLab resolves the tag to the subject (oras-go#1396), cosign copy tags the image with it
    if (subject.matches(manifest.bytes())) {
      return new Foreign("it is the subject itself");
    }
    if (!(manifest instanceof ImageIndex index)
        || !index.mediaType().equals(MediaTypes.IMAGE_INDEX)) {
      return new Foreign("it is " + manifest.mediaType());
    }
    if (index.subject() != null) {
      return new Foreign("it has a subject");
    }
    requireSize(tag, index, limits.entries());
    return new Present(index, found.version());
  }

  /** A page for people, say, that happens to be JSON shows nothing about the tag. */
  private static void requireKnownType(String tag, Manifest manifest)
      throws MalformedContentException {
    if (!MediaTypes.MANIFESTS.contains(manifest.mediaType())) {
      throw new MalformedContentException(
          "Referrers tag " + tag,
          "expected a manifest but was \"" + manifest.mediaType() + '"',
          null,
          null);
    }
  }

  private static void requireSize(String tag, ImageIndex index, int limit)
      throws LimitExceededException {
    if (index.manifests().size() > limit) {
      throw new LimitExceededException("Referrers tag " + tag, limit, "entries", "Limits.entries");
    }
  }
}
