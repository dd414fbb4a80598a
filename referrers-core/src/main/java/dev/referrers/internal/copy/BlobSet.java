package dev.referrers.internal.copy;

import dev.referrers.error.MalformedContentException;
import dev.referrers.manifest.ImageManifest;
import dev.referrers.oci.Descriptor;
import dev.referrers.oci.Digest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The blobs of manifests, each once. */
public final class BlobSet {

  /**
   * Layers that are had from their own URLs, and that registries take a manifest without:
   * image-spec calls them non-distributable, Docker foreign.
   */
  private static final Set<String> FOREIGN =
      Set.of(
          "application/vnd.oci.image.layer.nondistributable.v1.tar",
          "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
          "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd",
          "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");

  private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
  private final Map<Digest, Descriptor> elsewhere = new LinkedHashMap<>();
  private final Set<Digest> present = new LinkedHashSet<>();

  /**
   * Adds the config and the layers.
   *
   * @param there whether they are at the target, as the manifest is
   * @throws MalformedContentException when the size of a blob is another one than before
   */
  public void add(ImageManifest manifest, boolean there) throws MalformedContentException {
    add(manifest.config(), there);
    for (Descriptor layer : manifest.layers()) {
      if (FOREIGN.contains(layer.mediaType()) && !layer.urls().isEmpty()) {
        elsewhere.putIfAbsent(layer.digest(), layer);
      } else {
        add(layer, there);
      }
    }
  }

  /** Notes that the blob is at the target. */
  public synchronized void isPresent(Digest blob) {
    present.add(blob);
  }

  public boolean has(Digest blob) {
    return present.contains(blob);
  }

  public Collection<Descriptor> blobs() {
    return blobs.values();
  }

  /** What is not in a registry. */
  public Collection<Descriptor> elsewhere() {
    return elsewhere.values();
  }

  private void add(Descriptor blob, boolean there) throws MalformedContentException {
    Descriptor before = blobs.putIfAbsent(blob.digest(), blob);
    if (before != null && before.size() != blob.size()) {
      throw new MalformedContentException(
          "Blob " + blob.digest(),
          "expected one size, but manifests give it " + before.size() + " and " + blob.size(),
          null,
          null);
    }
    if (there) {
      present.add(blob.digest());
    }
  }
}
