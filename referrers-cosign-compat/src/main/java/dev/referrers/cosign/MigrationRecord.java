package dev.referrers.cosign;

import static java.util.Objects.requireNonNull;

import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import dev.referrers.repository.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okio.BufferedSource;
import okio.ByteString;

/**
 * All that it takes to put removed tags back: what they pointed to, whole, for a registry may
 * delete what no tag points to. Nothing of it has to be in the repository any more.
 *
 * @param tags those that are about to be removed
 * @param added the manifests that this run of the migration has published
 */
public record MigrationRecord(Descriptor subject, List<KeptTag> tags, List<Digest> added) {

  /** Bytes that one tag may hold to be removed; its SBOM or its largest attestations, mostly. */
  public static final int MAX_BYTES = 32 << 20;

  /**
   * A tag and what it pointed to.
   *
   * @param blobs the config and the layers, by their digests
   */
  public record KeptTag(String tag, ImageManifest manifest, Map<Digest, ByteString> blobs) {

    /**
     * @throws IllegalArgumentException when a blob of the manifest is missing or another one
     */
    public KeptTag {
      blobs = Map.copyOf(blobs);
      for (Descriptor blob : listed(manifest)) {
        ByteString kept = blobs.get(blob.digest());
        if (kept == null || !blob.digest().verifiable() || !blob.digest().matches(kept)) {
          throw new IllegalArgumentException(
              "Tag %s needs blob %s but it is missing or another one"
                  .formatted(tag, blob.digest()));
        }
      }
    }

    static KeptTag of(Repository repository, TagSnapshot tag) throws IOException {
      Map<Digest, ByteString> blobs = new LinkedHashMap<>();
      for (Descriptor each : listed(tag.manifest())) {
        if (!blobs.containsKey(each.digest())) {
          try (BufferedSource blob = repository.openBlob(each)) {
            blobs.put(each.digest(), blob.readByteString());
          }
        }
      }
      return new KeptTag(tag.tag(), tag.manifest(), blobs);
    }

    private static Set<Descriptor> listed(ImageManifest manifest) {
      Set<Descriptor> all = new LinkedHashSet<>();
      all.add(manifest.config());
      all.addAll(manifest.layers());
      return all;
    }

    /** The blobs in the order of the manifest, each with what that says about it. */
    List<Descriptor> descriptors() {
      return List.copyOf(listed(manifest));
    }

    ByteString content(Descriptor blob) {
      return requireNonNull(blobs.get(blob.digest()));
    }
  }

  public MigrationRecord {
    tags = List.copyOf(tags);
    added = List.copyOf(added);
  }

  static MigrationRecord of(
      Repository repository, Descriptor subject, List<TagSnapshot> tags, List<Digest> added)
      throws IOException {
    List<KeptTag> kept = new ArrayList<>();
    for (TagSnapshot each : tags) {
      kept.add(KeptTag.of(repository, each));
    }
    return new MigrationRecord(subject.bare(), kept, added);
  }

  /**
   * Reads a record.
   *
   * @throws MalformedContentException when it is none, is of a later version, or a blob is not what
   *     its digest says
   */
  public static MigrationRecord parse(ByteString json) throws MalformedContentException {
    return MigrationRecordJson.parse(json);
  }

  /** One line of JSON, without the end of the line. */
  public ByteString toJson() {
    return MigrationRecordJson.write(this);
  }
}
