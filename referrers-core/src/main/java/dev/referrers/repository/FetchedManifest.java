package dev.referrers.repository;

import dev.referrers.error.DigestMismatchException;
import dev.referrers.manifest.Manifest;
import dev.referrers.oci.Descriptor;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as it is stored now.
 *
 * @param version the {@code ETag} that it came with, opaque, quotes and all; the digest in an OCI
 *     layout; null when there was none
 */
public record FetchedManifest(Manifest manifest, @Nullable String version) {

  void requireSize(Descriptor expected) throws DigestMismatchException {
    long size = manifest.bytes().size();
    if (size != expected.size()) {
      throw new DigestMismatchException("Manifest", expected.digest(), manifest.digest(), size);
    }
  }
}
